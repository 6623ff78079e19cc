SELECT content FROM message WHERE channel = :channel AND direction = 2 AND kind = :message_kind AND state = 'received'
ORDER BY sequence DESC LIMIT 1;
