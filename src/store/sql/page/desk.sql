SELECT counterpart AS desk FROM channel WHERE channel = :channel;
