SELECT v.* FROM value AS v
WHERE v.subject = :subject OR v.subject IN (SELECT s.subject FROM subject AS s WHERE s.into_subject = :subject)
ORDER BY v.sequence;
