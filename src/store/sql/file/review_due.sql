SELECT f.*, s.subject AS root, s.subject_role, s.protection,
    (SELECT d.obligation FROM obligation AS d WHERE d.obligation_kind = 'review' AND d.about = f.file AND d.obligation_state = 'owed') AS review_owed
FROM file AS f INDEXED BY file_review
JOIN subject AS o ON o.subject = f.subject JOIN subject AS s ON s.subject = coalesce(o.into_subject, o.subject)
WHERE f.review <= :horizon AND (f.review <= :purge OR (f.file_state <> 'sealed' AND (f.review <= :now OR NOT EXISTS
    (SELECT 1 FROM obligation AS d WHERE d.obligation_kind = 'review' AND d.about = f.file AND d.obligation_state = 'owed'))))
    AND f.file_state <> 'purged'
ORDER BY f.file;
