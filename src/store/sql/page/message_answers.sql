SELECT CASE a.direction WHEN 1 THEN (SELECT d.desk FROM desk AS d) ELSE c.counterpart END || '-' || a.number AS message,
    a.kind AS kind,
    CASE WHEN a.state = 'held' THEN 'held for release' ELSE a.state END AS state, a.queued AS written,
    a.content AS "ground@", a.content AS "text@"
FROM message AS m JOIN channel AS c ON c.channel = m.channel
JOIN message AS a INDEXED BY message_about ON a.channel = m.channel AND a.direction IN (1, 2) AND a.about = m.number
    AND ((a.whose = 1) = (a.direction = m.direction))
WHERE m.content = :id ORDER BY a.queued, a.number;
