-- The planner would walk all messages ever sent: it does not know how few are open.
SELECT number, sequence, state FROM message INDEXED BY message_open
    WHERE channel = :channel AND direction = 1 AND state IN ('queued', 'sent') AND released < :since
    ORDER BY number LIMIT 64;
