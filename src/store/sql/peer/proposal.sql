SELECT content FROM message WHERE channel = :channel AND direction = 2 AND kind = :kind AND verdict IS NULL
    ORDER BY number DESC LIMIT 1;
