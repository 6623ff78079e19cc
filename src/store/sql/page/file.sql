SELECT f.file, f.reference, f.theirs, f.file_state AS state, f.section, f.owner, f.holder, f.subject,
    (SELECT min(v.sequence) FROM value AS v WHERE v.subject = f.subject AND v.property = 'name') AS "value@name",
    s.subject_role AS role, s.protection, f.opened, f.decided, f.review
FROM file AS f JOIN subject AS s ON s.subject = f.subject WHERE f.file = :id;
