SELECT l.direction, l.sequence FROM line l JOIN message m
    ON m.channel = l.channel AND m.direction = l.direction AND m.number = l.number AND m.sequence = l.sequence
    WHERE l.channel = :channel AND (:file = 0 OR m.file = :file) AND (l.direction = 2 OR m.receipted IS NOT NULL)
    ORDER BY l.at, l.direction, l.sequence;
