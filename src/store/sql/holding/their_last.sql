SELECT number, notice, taken FROM their_table WHERE channel = :channel AND kind = :holding
ORDER BY number DESC LIMIT 1;
