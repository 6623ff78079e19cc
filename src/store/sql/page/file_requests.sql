SELECT coalesce(r.theirs, r.reference) AS request, r.direction, r.channel AS desk, r.request_state AS state, r.due,
    CASE r.standing WHEN 1 THEN 'standing' END AS standing, r.sequence AS "text@"
FROM request AS r
WHERE r.request IN (SELECT f.request FROM request AS f WHERE f.file = :id
    UNION SELECT q.request FROM tip AS t JOIN request AS q ON q.tip = t.tip WHERE t.file = :id) ORDER BY r.request;
