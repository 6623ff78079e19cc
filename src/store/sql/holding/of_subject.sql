SELECT DISTINCT h.channel, h.kind FROM holding AS h
WHERE h.subject IN (SELECT :subject UNION SELECT s.subject FROM subject AS s WHERE s.into_subject = :subject)
ORDER BY h.channel, h.kind;
