-- Of whoever wrote it here, or wrote what it answers; no row of what came by itself.
SELECT p.section FROM message AS m
LEFT JOIN message AS q ON q.channel = m.channel AND q.number = m.about AND q.direction = 1 AND m.whose <> 1
JOIN person AS p ON p.person = CASE m.direction WHEN 1 THEN m.person ELSE q.person END
WHERE m.content = :id;
