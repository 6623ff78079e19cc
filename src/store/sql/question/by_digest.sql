SELECT m.content FROM question_taken AS t INDEXED BY question_taken_digest
CROSS JOIN message AS m ON m.channel = t.channel AND m.direction = 2 AND m.number = t.message
WHERE t.channel = :channel AND t.digest = :digest AND t.refusal = 0;
