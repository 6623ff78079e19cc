SELECT coalesce(r.theirs, r.reference) AS request, r.direction, r.channel AS desk, r.request_state AS state, r.due
FROM request AS r JOIN proposal AS p ON p.file = r.file WHERE p.proposal = :id ORDER BY r.request;
