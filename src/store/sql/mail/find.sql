SELECT m.channel FROM message AS m JOIN channel AS c ON c.channel = m.channel
WHERE m.direction = :direction AND m.number = :number AND (:desk IS NULL OR c.counterpart = :desk);
