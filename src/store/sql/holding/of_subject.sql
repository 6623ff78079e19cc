SELECT DISTINCT h.channel, h.kind FROM holding AS h JOIN subject AS s ON s.subject = h.subject
WHERE coalesce(s.into_subject, s.subject) = :subject ORDER BY h.channel, h.kind;
