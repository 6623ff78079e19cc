INSERT INTO receipt (channel, ours, first, last, event)
    VALUES (:channel, 0, :first, :first + :count - 1, :sequence);
UPDATE channel SET receipted = :first + :count - 1, told = 0 WHERE channel = :channel;
UPDATE message SET receipted = :since, state = CASE WHEN verdict IS NULL THEN 'receipted' ELSE state END
    WHERE channel = :channel AND direction = 1 AND number IN
    (SELECT number FROM line WHERE channel = :channel AND direction = 1 AND sequence BETWEEN :first AND :first + :count - 1)
    AND sequence BETWEEN :first AND :first + :count - 1;
