SELECT subject, subject_role AS role, protection, origin, into_subject AS is_subject, channel AS told_by,
    sequence AS "reason@"
FROM subject WHERE subject = :id;
