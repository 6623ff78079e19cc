INSERT INTO receipt (channel, ours, first, last, event)
    VALUES (:channel, 1, :first, :first + :count - 1, :sequence);
UPDATE channel SET day_bytes = day_bytes + coalesce(:size, 0) WHERE channel = :channel AND day = :time / 86400000;
