-- Its own; of what came, that of what it made here; of an answer, that of what it answers.
SELECT coalesce(m.file, r.file, t.file, rt.file, q.file) FROM message AS m JOIN channel AS c ON c.channel = m.channel
LEFT JOIN tip AS t ON m.direction = 2 AND t.channel = m.channel AND t.theirs = c.counterpart || '-' || m.number
LEFT JOIN request AS r ON m.direction = 2 AND r.channel = m.channel AND r.direction = 'in'
    AND coalesce(r.theirs, r.reference) = c.counterpart || '-' || m.number
LEFT JOIN tip AS rt ON rt.tip = r.tip
LEFT JOIN message AS q ON q.channel = m.channel AND q.number = m.about
    AND q.direction = CASE WHEN (m.whose = 1) = (m.direction = 1) THEN 1 ELSE 2 END
WHERE m.content = :id;
