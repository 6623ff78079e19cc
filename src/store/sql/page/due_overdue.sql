SELECT obligation AS owed, obligation_kind AS what, about, file, owner, owner_person, channel AS desk, direction,
    created AS since, due, 'overdue' AS overdue, rung, told, urgency
FROM obligation
WHERE obligation_state = 'owed' AND due <= :now AND (:key = '' OR owner = :key OR told = :key) ORDER BY due, obligation;
