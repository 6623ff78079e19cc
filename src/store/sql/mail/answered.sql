-- What is owed for a message that an answer answers, ended or not; nothing where both desks count its end.
SELECT o.obligation FROM obligation AS o WHERE o.obligation IN (
    SELECT r.obligation FROM request AS r
        WHERE r.channel = :channel AND r.direction = :direction AND coalesce(r.theirs, r.reference) = :reference
    UNION ALL SELECT max(a.obligation) FROM request AS r JOIN obligation AS a ON a.obligation_kind = 'clarification'
        AND a.about = r.request WHERE :message_kind = 12 AND r.channel = :channel AND r.direction = :direction
        AND r.reference = :reference
    UNION ALL SELECT h.obligation FROM handover AS h
        WHERE h.channel = :channel AND h.direction = :direction AND h.theirs = :reference
    UNION ALL SELECT a.obligation FROM tip AS t JOIN obligation AS a ON a.obligation_kind = 'outcome' AND a.about = t.tip
        AND a.direction = 'in' WHERE :direction = 'in' AND t.channel = :channel AND t.theirs = :reference
    UNION ALL SELECT a.obligation FROM obligation AS a
        WHERE a.obligation_kind IN ('correction', 'recall', 'concern', 'redress', 'notice', 'query')
        AND a.about = :about AND a.channel = :channel AND a.direction = :direction AND a.file IS NULL
        AND coalesce(a.owner_person, 0) = 0)
    AND NOT EXISTS (SELECT 1 FROM owed AS w WHERE w.channel = :channel AND w.ours = (:direction = 'out')
        AND w.number = :about AND w.end <> 0);
