SELECT m.channel FROM channel AS c CROSS JOIN message AS m ON m.channel = c.channel
WHERE m.direction = :direction AND m.number = :number AND (:desk IS NULL OR c.counterpart = :desk);
