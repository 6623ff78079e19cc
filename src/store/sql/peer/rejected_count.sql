SELECT count(*) FROM rejected WHERE channel = :channel AND first_time > :since;
