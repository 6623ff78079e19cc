SELECT f.*, s.subject_role, s.protection FROM file AS f
JOIN subject AS s ON s.subject = f.subject WHERE f.file = :file;
