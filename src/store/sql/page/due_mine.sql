SELECT obligation AS owed, obligation_kind AS what, about, file, owner, owner_person, channel AS desk, direction,
    created AS since, due, CASE WHEN due <= :now THEN 'overdue' END AS overdue, rung, told, urgency
FROM obligation
WHERE obligation_state = 'owed' AND (:key = '' OR owner = :key OR told = :key)
    AND (owner_person = :person OR owner IN (SELECT p.post FROM post AS p WHERE p.person = :person AND (p.until IS NULL OR p.until > :now))
        OR told IN (SELECT p.post FROM post AS p WHERE p.person = :person AND (p.until IS NULL OR p.until > :now))
        OR (obligation_kind IN ('alarm', 'protection') AND owner = 'desk/' || (SELECT p.role FROM person AS p WHERE p.person = :person)))
ORDER BY due, obligation;
