-- The newest :last (-1: all) of those before :before (0: none is named), of one section (:key) or of all.
WITH newest AS (SELECT * FROM file WHERE (:key = '' OR section = :key) AND (:before = 0 OR file < :before)
    ORDER BY file DESC LIMIT :last)
SELECT f.file, f.reference, f.file_state AS state, f.section, f.owner,
    CASE WHEN :all OR (f.section = :section)
        AND NOT EXISTS (SELECT 1 FROM kept_from AS k WHERE k.file = f.file AND k.person = :person) THEN
        (SELECT min(v.sequence) FROM value AS v WHERE v.subject = f.subject AND v.property = 'name') END AS "value@name",
    f.theirs, f.opened
FROM newest AS f ORDER BY f.file;
