SELECT number, sequence, state FROM message
    WHERE channel = :channel AND direction = 1 AND state IN ('queued', 'sent') AND released < :since
    ORDER BY number LIMIT 64;
