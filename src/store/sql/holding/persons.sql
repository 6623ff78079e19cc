SELECT DISTINCT coalesce(s.into_subject, s.subject) FROM holding AS h JOIN subject AS s ON s.subject = h.subject
WHERE h.channel = :channel AND h.kind = :holding ORDER BY 1;
