SELECT sequence, number, kind, digest, position, verdict FROM line
    WHERE channel = :channel AND direction = :direction AND sequence > :first ORDER BY sequence LIMIT 1;
