SELECT digest, number, kind, event, tombstone, verdict, at, position FROM line
    WHERE channel = :channel AND direction = :direction AND sequence = :first;
