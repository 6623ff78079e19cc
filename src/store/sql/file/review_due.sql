SELECT f.*, s.subject_role, s.protection FROM file AS f
JOIN subject AS s ON s.subject = f.subject
WHERE f.review <= :now AND (f.file_state NOT IN ('sealed', 'purged') OR (f.file_state = 'sealed' AND f.review <= :purge))
ORDER BY f.file;
