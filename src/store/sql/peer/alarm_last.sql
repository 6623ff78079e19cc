SELECT max(sequence) FROM alarm WHERE channel = :channel;
