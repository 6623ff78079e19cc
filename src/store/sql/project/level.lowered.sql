UPDATE channel SET level_ours = CASE :ours WHEN 1 THEN :level_code ELSE level_ours END,
    level_theirs = CASE :ours WHEN 1 THEN level_theirs ELSE :level_code END WHERE channel = :channel;
