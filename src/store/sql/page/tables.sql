SELECT channel AS desk, kind, number AS epoch, 'published' AS state, nullif(count, 0) AS persons, time AS since, actor AS decided_by
FROM epoch AS e WHERE number = (SELECT max(n.number) FROM epoch AS n WHERE n.channel = e.channel AND n.kind = e.kind)
UNION ALL
SELECT channel, kind, number, CASE WHEN taken IS NULL THEN 'on its way' ELSE 'in force' END, NULL, taken, NULL
FROM their_table AS t WHERE taken IS NULL AND number = (SELECT max(n.number) FROM their_table AS n
        WHERE n.channel = t.channel AND n.kind = t.kind)
    OR number = (SELECT max(n.number) FROM their_table AS n
        WHERE n.channel = t.channel AND n.kind = t.kind AND n.taken IS NOT NULL)
ORDER BY 1, 2, 3;
