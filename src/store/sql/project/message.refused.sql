UPDATE line SET verdict = :verdict WHERE channel = :channel AND direction = 2 - :ours AND sequence = :first;
UPDATE message SET verdict = :verdict, state = CASE WHEN state IN ('sent', 'received') THEN
        CASE :verdict WHEN 1 THEN 'withdrawn' ELSE 'refused' END ELSE state END
    WHERE channel = :channel AND direction = 2 - :ours AND sequence = :first;
