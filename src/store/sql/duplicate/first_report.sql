WITH other AS (SELECT report, channel, tip FROM tip WHERE file = :file AND tip <> :tip)
SELECT report FROM other
WHERE coalesce(channel, 0) = :channel
    OR (SELECT count(DISTINCT coalesce(channel, 0)) FROM other) = 1
ORDER BY coalesce(channel, 0) <> :channel, tip LIMIT 1;
