SELECT event, first, last FROM receipt WHERE channel = :channel AND ours = :ours AND first <= :first
    ORDER BY first DESC LIMIT 1;
