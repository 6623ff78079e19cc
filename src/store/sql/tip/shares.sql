SELECT channel, count(*) AS count, sum(tip_state = 'refused') AS refused,
    sum(tip_state = 'refused' AND (political = 'yes' OR ground IN ('political', 'religious', 'racial', 'military'))) AS political,
    sum(EXISTS (SELECT 1 FROM subject AS s WHERE s.subject = tip.subject AND s.protection IS NOT NULL)) AS protected
FROM tip WHERE channel IS NOT NULL GROUP BY channel ORDER BY channel;
