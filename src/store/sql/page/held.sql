SELECT (SELECT d.desk FROM desk AS d) || '-' || m.number AS message, 'to ' || c.counterpart AS desk, m.kind AS kind,
    'held for release' AS state, m.person AS author, m.file, m.queued AS written
FROM message AS m JOIN channel AS c ON c.channel = m.channel WHERE m.direction = 1 AND m.state = 'held'
ORDER BY m.queued, m.number;
