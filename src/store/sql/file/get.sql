SELECT f.*, s.subject_role, s.protection,
    (SELECT o.obligation FROM obligation AS o WHERE o.obligation_kind = 'review' AND o.about = f.file AND o.obligation_state = 'owed') AS review_owed
FROM file AS f
JOIN subject AS s ON s.subject = f.subject WHERE f.file = :file;
