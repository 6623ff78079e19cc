WITH held AS (SELECT post, person FROM post WHERE person IS NOT NULL AND (until IS NULL OR until > :now))
SELECT p.person, (SELECT count(*) FROM obligation AS o WHERE o.obligation_state = 'owed' AND o.due <= :horizon
    AND (o.owner IN (SELECT q.post FROM held AS q WHERE q.person = p.person)
        OR o.told IN (SELECT q.post FROM held AS q WHERE q.person = p.person) OR o.owner_person = p.person)) AS count
FROM (SELECT DISTINCT person FROM held) AS p
WHERE NOT EXISTS (SELECT 1 FROM digest AS d WHERE d.person = p.person AND d.day = :day)
ORDER BY p.person;
