-- A name where his files, else the tips about him, are the reader's section's, or he stands on neither; who asked for
-- redress is named to those who answer for it.
-- The newest :last (-1: all) of those before :before (0: none is named).
WITH newest AS (SELECT * FROM subject WHERE :before = 0 OR subject < :before ORDER BY subject DESC LIMIT :last),
    on_file AS (SELECT f.subject, f.section, f.file FROM file AS f
    UNION ALL SELECT m.subject, f.section, f.file FROM file_member AS m JOIN file AS f ON f.file = m.file)
SELECT s.subject, s.subject_role AS role,
    CASE WHEN :all OR s.subject NOT IN (SELECT r.subject FROM redress AS r)
        AND (EXISTS (SELECT 1 FROM on_file AS f WHERE f.subject = s.subject AND f.section = :section
            AND NOT EXISTS (SELECT 1 FROM kept_from AS k WHERE k.file = f.file AND k.person = :person))
            OR NOT EXISTS (SELECT 1 FROM on_file AS f WHERE f.subject = s.subject)
            AND NOT EXISTS (SELECT 1 FROM tip AS t WHERE t.subject = s.subject AND t.section <> :section)) THEN
        (SELECT min(v.sequence) FROM value AS v WHERE v.subject = s.subject AND v.property = 'name') END AS "value@name",
    s.protection, s.into_subject AS is_subject
FROM newest AS s ORDER BY s.subject;
