SELECT content FROM message WHERE channel = :channel AND direction = :direction AND kind = :kind AND verdict IS NULL
    AND state <> 'withdrawn' ORDER BY number DESC LIMIT 1;
