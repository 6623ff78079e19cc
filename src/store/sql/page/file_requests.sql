SELECT coalesce(r.theirs, r.reference) AS request, r.direction, r.channel AS desk, r.request_state AS state, r.due,
    CASE r.standing WHEN 1 THEN 'standing' END AS standing, r.sequence AS "text@"
FROM request AS r
WHERE r.file = :id OR r.tip IN (SELECT t.tip FROM tip AS t WHERE t.file = :id) ORDER BY r.request;
