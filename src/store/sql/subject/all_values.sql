SELECT coalesce(s.into_subject, s.subject) AS subject, v.property, v.sequence FROM value AS v
JOIN subject AS s ON s.subject = v.subject ORDER BY 1, v.sequence;
