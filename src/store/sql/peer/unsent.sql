-- Released messages that have no receipt yet, some at a time.
SELECT number, state = 'sent', content, kind, whose, about FROM message INDEXED BY message_open
    WHERE channel = :channel AND direction = 1 AND state IN ('queued', 'sent') AND number > :number
    ORDER BY number LIMIT 64;
