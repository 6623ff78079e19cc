UPDATE assessment SET level = :level WHERE channel = :channel;
