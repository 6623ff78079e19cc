SELECT size, line FROM head WHERE channel = :channel AND size >= :size ORDER BY size LIMIT 1;
