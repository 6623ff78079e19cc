SELECT p.person AS person, count(*) AS count FROM obligation AS o JOIN post AS p ON p.post = o.owner OR p.post = o.told
WHERE o.obligation_state = 'owed' AND o.due <= :horizon AND p.person IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM digest AS d WHERE d.person = p.person AND d.day = :day)
GROUP BY p.person ORDER BY p.person;
