SELECT m.subject, m.subject_role AS role,
    (SELECT min(v.sequence) FROM value AS v WHERE v.subject = m.subject AND v.property = 'name') AS "value@name",
    m.sequence AS "reason@"
FROM file_member AS m WHERE m.file = :id ORDER BY m.sequence;
