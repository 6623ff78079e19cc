SELECT number FROM line WHERE channel = :channel AND direction = 2 AND verdict = 0 GROUP BY number HAVING count(*) > 1;
