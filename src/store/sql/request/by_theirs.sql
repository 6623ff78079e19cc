SELECT request FROM request WHERE channel = :channel AND theirs = :theirs ORDER BY request DESC LIMIT 1;
