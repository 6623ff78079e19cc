SELECT s.subject, s.subject_role AS role,
    (SELECT min(v.sequence) FROM value AS v WHERE v.subject = s.subject AND v.property = 'name') AS "value@name",
    s.protection, s.into_subject AS is_subject
FROM subject AS s ORDER BY s.subject;
