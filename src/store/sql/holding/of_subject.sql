SELECT DISTINCT h.channel FROM holding AS h JOIN subject AS s ON s.subject = h.subject
WHERE coalesce(s.into_subject, s.subject) = :subject ORDER BY h.channel;
