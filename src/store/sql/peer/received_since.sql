SELECT number, kind, at FROM line WHERE channel = :channel AND direction = 2 AND verdict = 0 AND at >= :since
    ORDER BY sequence;
