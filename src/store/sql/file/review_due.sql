SELECT f.*, s.subject_role, s.protection,
    (SELECT o.obligation FROM obligation AS o WHERE o.obligation_kind = 'review' AND o.about = f.file AND o.obligation_state = 'owed') AS review_owed
FROM file AS f
JOIN subject AS s ON s.subject = f.subject
WHERE f.review <= :horizon AND (f.review <= :purge OR (f.file_state <> 'sealed' AND (f.review <= :now OR NOT EXISTS
    (SELECT 1 FROM obligation AS o WHERE o.obligation_kind = 'review' AND o.about = f.file AND o.obligation_state = 'owed'))))
    AND f.file_state <> 'purged'
ORDER BY f.file;
