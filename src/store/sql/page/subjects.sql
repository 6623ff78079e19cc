SELECT s.subject, s.subject_role AS role,
    CASE WHEN :all OR NOT EXISTS (SELECT 1 FROM file AS f WHERE f.subject = s.subject AND f.section <> :section) THEN
        (SELECT min(v.sequence) FROM value AS v WHERE v.subject = s.subject AND v.property = 'name') END AS "value@name",
    s.protection, s.into_subject AS is_subject
FROM subject AS s ORDER BY s.subject;
