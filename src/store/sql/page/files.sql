SELECT f.file, f.reference, f.file_state AS state, f.section, f.owner,
    CASE WHEN :all OR (f.section = :section)
        AND NOT EXISTS (SELECT 1 FROM kept_from AS k WHERE k.file = f.file AND k.person = :person) THEN
        (SELECT min(v.sequence) FROM value AS v WHERE v.subject = f.subject AND v.property = 'name') END AS "value@name",
    f.theirs, f.opened
FROM file AS f WHERE :key = '' OR f.section = :key ORDER BY f.file;
