SELECT obligation AS owed, obligation_kind AS what, about, file, owner, owner_person, channel AS desk, direction,
    created AS since, due, 'overdue' AS overdue, rung, told, urgency,
    CASE WHEN NOT EXISTS (SELECT 1 FROM consultation AS c WHERE c.time >= due
        AND ((c.entity = 'file' AND c.about = file) OR (c.entity = 'tip' AND obligation_kind = 'tip' AND c.about = obligation.about)))
        THEN 'nobody looked' END AS unseen
FROM obligation
WHERE obligation_state = 'owed' AND due <= :now AND (:key = '' OR owner = :key OR told = :key) ORDER BY due, obligation;
