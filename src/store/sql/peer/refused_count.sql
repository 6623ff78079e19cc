SELECT count(*) FROM line WHERE channel = :channel AND direction = :direction AND verdict > 1;
