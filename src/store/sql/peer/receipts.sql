SELECT event, first, last FROM receipt WHERE channel = :channel AND ours = 1 AND last > :first AND first <= :first + 512
    ORDER BY first LIMIT 64;
