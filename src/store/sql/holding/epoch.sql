SELECT sequence, notice FROM epoch
WHERE channel = :channel AND kind = :holding AND (number = :number OR :number = 0) ORDER BY number DESC LIMIT 1;
