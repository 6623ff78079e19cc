INSERT INTO receipt (channel, ours, first, last, event)
    VALUES (:channel, 1, :first, :first + :count - 1, :sequence);
