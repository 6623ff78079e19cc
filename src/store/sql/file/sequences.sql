SELECT sequence FROM note WHERE file = :file UNION SELECT sequence FROM attachment WHERE file = :file
UNION SELECT sequence FROM flag WHERE file = :file UNION SELECT sequence FROM sighting WHERE file = :file
UNION SELECT sequence FROM tip WHERE file = :file UNION SELECT sequence FROM file WHERE file = :file
UNION SELECT v.sequence FROM value AS v JOIN file AS f ON f.subject = v.subject
WHERE f.file = :file AND NOT EXISTS (SELECT 1 FROM file AS g WHERE g.subject = f.subject AND g.file <> f.file AND g.file_state <> 'purged')
ORDER BY 1;
