INSERT INTO receipt (channel, ours, first, last, event)
    VALUES (:channel, 1, :first, :first + :count - 1, :sequence);
UPDATE channel SET day_bytes = day_bytes + coalesce(:size, 0) WHERE channel = :channel AND day = :time / 86400000;
-- Given back after a loss: what it covers came when our own receipt says.
UPDATE line SET at = :since WHERE :since IS NOT NULL AND channel = :channel AND direction = 2
    AND sequence BETWEEN :first AND :first + :count - 1;
UPDATE message SET at = :since WHERE :since IS NOT NULL AND channel = :channel AND direction = 2 AND number IN
    (SELECT number FROM line WHERE channel = :channel AND direction = 2 AND sequence BETWEEN :first AND :first + :count - 1)
    AND sequence BETWEEN :first AND :first + :count - 1;
UPDATE message SET taken_up = :since WHERE :since IS NOT NULL AND channel = :channel AND direction = 1 AND number IN
    (SELECT m.about FROM line AS l JOIN message AS m ON m.channel = l.channel AND m.direction = 2 AND m.number = l.number
        WHERE l.channel = :channel AND l.direction = 2 AND l.sequence BETWEEN :first AND :first + :count - 1
        AND m.kind = 35 AND m.whose = 2);
UPDATE tip SET time = :since WHERE :since IS NOT NULL AND channel = :channel AND theirs IN
    (SELECT c.counterpart || '-' || l.number FROM line AS l JOIN channel AS c ON c.channel = l.channel
        WHERE l.channel = :channel AND l.direction = 2 AND l.sequence BETWEEN :first AND :first + :count - 1);
UPDATE handover SET time = :since WHERE :since IS NOT NULL AND channel = :channel AND theirs IN
    (SELECT c.counterpart || '-' || l.number FROM line AS l JOIN channel AS c ON c.channel = l.channel
        WHERE l.channel = :channel AND l.direction = 2 AND l.sequence BETWEEN :first AND :first + :count - 1);
