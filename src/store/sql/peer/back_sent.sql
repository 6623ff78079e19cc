SELECT l.event, l.position, l.tombstone, m.content FROM line l
    JOIN message m ON m.channel = l.channel AND m.direction = l.direction AND m.number = l.number
    WHERE l.channel = :channel AND l.direction = 1 AND l.sequence = :first;
