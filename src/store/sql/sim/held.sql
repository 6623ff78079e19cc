SELECT number FROM message WHERE channel = :channel AND direction = 1 AND state = 'held' ORDER BY number LIMIT 1;
