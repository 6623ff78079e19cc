SELECT f.*, s.subject AS root, s.subject_role, s.protection,
    (SELECT d.obligation FROM obligation AS d WHERE d.obligation_kind = 'review' AND d.about = f.file AND d.obligation_state = 'owed') AS review_owed
FROM file AS f
JOIN subject AS o ON o.subject = f.subject JOIN subject AS s ON s.subject = coalesce(o.into_subject, o.subject)
WHERE f.file IN (SELECT g.file FROM file AS g WHERE g.subject = :subject
    UNION SELECT g.file FROM subject AS m JOIN file AS g ON g.subject = m.subject WHERE m.into_subject = :subject
    UNION SELECT n.file FROM file_member AS n WHERE n.subject = :subject)
ORDER BY f.file;
