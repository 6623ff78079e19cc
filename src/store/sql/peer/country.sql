SELECT country FROM channel_place WHERE channel = :channel;
