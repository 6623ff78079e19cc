SELECT count(*) FROM rejected WHERE channel = :channel AND verdict < 32;
