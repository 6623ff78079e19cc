SELECT count(*) FROM message AS m INDEXED BY message_question JOIN channel AS c ON c.channel = m.channel
WHERE m.channel = :channel AND m.direction = :direction AND m.kind = 41 AND m.verdict IS NULL
    AND m.sequence IS NOT NULL AND (m.direction = 2 OR m.sequence <= c.receipted);
