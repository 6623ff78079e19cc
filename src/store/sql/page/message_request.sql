SELECT r.request_state AS state, r.due, CASE r.standing WHEN 1 THEN 'standing' END AS standing, r.stopped, r.owner,
    r.answers AS interim_answers, CASE WHEN r.disputed IS NOT NULL THEN 'disputed' END AS disputed
FROM message AS m JOIN channel AS c ON c.channel = m.channel
JOIN request AS r ON r.channel = m.channel AND r.direction = CASE m.direction WHEN 1 THEN 'out' ELSE 'in' END
    AND coalesce(r.theirs, r.reference) = CASE m.direction WHEN 1 THEN (SELECT d.desk FROM desk AS d) ELSE c.counterpart END || '-' || m.number
WHERE m.content = :id;
