SELECT count(*) FROM message WHERE channel = :channel AND direction = 1 AND state IN ('held', 'queued', 'sent');
