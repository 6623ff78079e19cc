SELECT file, reference, file_state AS state, section, owner FROM file
WHERE subject = :id OR subject IN (SELECT s.subject FROM subject AS s WHERE s.into_subject = :id)
    OR file IN (SELECT m.file FROM file_member AS m WHERE m.subject = :id)
ORDER BY file;
