SELECT t.report FROM tip AS t WHERE t.file = :file AND coalesce(t.channel, 0) = :channel AND t.tip <> :tip ORDER BY t.tip LIMIT 1;
