-- One that the reader's section holds, else the first.
SELECT f.file FROM file AS f WHERE f.subject = :id OR f.subject IN (SELECT s.into_subject FROM subject AS s WHERE s.subject = :id)
    OR f.file IN (SELECT m.file FROM file_member AS m WHERE m.subject = :id)
ORDER BY f.section <> :section, f.file LIMIT 1;
