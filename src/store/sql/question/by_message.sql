SELECT q.question, q.state, q.sequence, q.actor, q.file, m.content, q.kind FROM question AS q
JOIN message AS m ON m.channel = q.channel AND m.direction = 1 AND m.number = q.message
WHERE q.channel = :channel AND q.message = :about;
