SELECT coalesce(r.theirs, r.reference) AS request, r.direction, r.channel AS desk, r.request_state AS state, r.due,
    CASE r.standing WHEN 1 THEN 'standing' END AS standing, r.file, r.tip, r.owner, r.answers AS interim_answers,
    CASE WHEN r.disputed IS NOT NULL THEN 'disputed' END AS disputed, CASE WHEN :all OR r.section = :section
        AND NOT EXISTS (SELECT 1 FROM kept_from AS k WHERE k.file = r.file AND k.person = :person) THEN r.sequence END AS "text@"
FROM request AS r ORDER BY r.request;
