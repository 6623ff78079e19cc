SELECT t.message, t.refusal, m.content FROM question_taken AS t
JOIN message AS m ON m.channel = t.channel AND m.direction = 2 AND m.number = t.message
WHERE t.channel = :channel AND t.answered = 0 ORDER BY t.message LIMIT 16;
