SELECT count(*) FROM line WHERE channel = :channel AND event > (SELECT coalesce(max(sequence), 0) FROM restoration);
