SELECT l.sequence, l.number, l.event, l.tombstone, m.content FROM line l
    JOIN message m ON m.channel = l.channel AND m.direction = l.direction AND m.number = l.number
    WHERE l.channel = :channel AND l.direction = :direction AND l.sequence > :first ORDER BY l.sequence LIMIT :limit;
