SELECT DISTINCT c.actor FROM consultation AS c WHERE c.actor > 0 AND (
    (c.entity = 'message' AND c.about = (SELECT m.content FROM message AS m
        WHERE m.channel = :channel AND m.direction = 2 AND m.number = :number))
    OR (c.entity = 'tip' AND c.about IN (SELECT t.tip FROM tip AS t WHERE t.channel = :channel AND t.theirs = :reference))
    OR (c.entity = 'file' AND c.about IN (SELECT t.file FROM tip AS t WHERE t.channel = :channel AND t.theirs = :reference)))
    ORDER BY c.actor LIMIT 64;
