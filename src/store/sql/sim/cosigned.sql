SELECT cosigned, cosigned_root FROM channel WHERE channel = :channel;
