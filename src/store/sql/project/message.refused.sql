UPDATE line SET verdict = :verdict WHERE channel = :channel AND direction = 2 - :ours AND sequence = :first;
UPDATE message SET verdict = :verdict, state = CASE WHEN state IN ('sent', 'received') THEN
        CASE :verdict WHEN 1 THEN 'withdrawn' ELSE 'refused' END ELSE state END
    WHERE channel = :channel AND direction = 2 - :ours AND number =
    (SELECT number FROM line WHERE channel = :channel AND direction = 2 - :ours AND sequence = :first)
    AND sequence = :first;
UPDATE channel SET day_refused = day_refused + 1 WHERE channel = :channel AND :ours = 0 AND day = :time / 86400000;
