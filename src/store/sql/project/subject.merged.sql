UPDATE subject SET into_subject = (SELECT coalesce(r.into_subject, r.subject) FROM subject AS r WHERE r.subject = :into_subject)
WHERE (subject = :subject OR into_subject = :subject)
    AND subject <> (SELECT coalesce(r.into_subject, r.subject) FROM subject AS r WHERE r.subject = :into_subject);
UPDATE subject SET protection = coalesce(protection, (SELECT m.protection FROM subject AS m WHERE m.subject = :subject)),
    origin = CASE WHEN protection IS NULL THEN (SELECT m.origin FROM subject AS m WHERE m.subject = :subject)
        -- From two states: none is named, and so protection stands towards every one.
        WHEN EXISTS (SELECT 1 FROM subject AS m WHERE m.subject = :subject AND m.protection IS NOT NULL AND m.origin IS NOT subject.origin) THEN NULL
        ELSE origin END
WHERE subject = (SELECT m.into_subject FROM subject AS m WHERE m.subject = :subject);
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'subject', :subject;
