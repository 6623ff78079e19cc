SELECT t.channel AS desk, count(*) AS tips, sum(t.tip_state = 'refused') AS refused,
    sum(t.tip_state = 'refused' AND (t.political = 'yes' OR t.ground IN ('political', 'religious', 'racial', 'military'))) AS political,
    sum(EXISTS (SELECT 1 FROM subject AS s WHERE s.subject = t.subject AND s.protection IS NOT NULL)) AS protected
FROM tip AS t WHERE t.channel IS NOT NULL GROUP BY t.channel ORDER BY t.channel;
