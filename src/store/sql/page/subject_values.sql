SELECT property, sequence AS "value@", sequence AS "translation@", reliability || credibility AS grading,
    sequence AS "source@", actor AS entered_by, time
FROM value
WHERE subject = :id OR subject IN (SELECT s.subject FROM subject AS s WHERE s.into_subject = :id)
ORDER BY sequence;
