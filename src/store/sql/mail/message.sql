-- What a received message is about stands with what it made at this desk.
SELECT m.kind, m.urgent, m.state, m.person, coalesce(m.file, r.file, t.file, rt.file), coalesce(m.subject, t.subject, rt.subject),
    m.sighting, m.whose, m.about, m.due, m.content, c.counterpart
FROM message AS m JOIN channel AS c ON c.channel = m.channel
LEFT JOIN tip AS t ON m.direction = 2 AND t.channel = m.channel AND t.theirs = c.counterpart || '-' || m.number
LEFT JOIN request AS r ON m.direction = 2 AND r.channel = m.channel AND r.direction = 'in'
    AND coalesce(r.theirs, r.reference) = c.counterpart || '-' || m.number
LEFT JOIN tip AS rt ON rt.tip = r.tip
WHERE m.channel = :channel AND m.direction = :direction AND m.number = :number;
