SELECT f.*, s.subject_role, s.protection FROM file AS f
JOIN subject AS s ON s.subject = f.subject
WHERE f.subject = :subject OR coalesce(s.into_subject, s.subject) = :subject
    OR f.file IN (SELECT m.file FROM file_member AS m WHERE m.subject = :subject)
ORDER BY f.file;
