-- What is owed: of one post (:key; '': of any), what is :mine alone, what is :overdue alone.
WITH me AS (SELECT * FROM person WHERE person = :person),
    held AS (SELECT * FROM post WHERE person IS NOT NULL AND (until IS NULL OR until > :now)),
    -- What the person's role and section stand for, where nobody holds it.
    vacant AS (
        SELECT section || '/' || CASE role WHEN 'supervisor' THEN role ELSE 'duty' END AS post FROM me WHERE section IS NOT NULL
        UNION SELECT 'desk/duty' FROM me WHERE role = 'head'
        EXCEPT SELECT post FROM held),
    mine AS (SELECT post FROM held WHERE person = :person UNION SELECT post FROM vacant
        UNION SELECT 'desk/' || replace(role, '-', ' ') FROM me)
SELECT o.obligation AS owed, o.obligation_kind AS what, o.about,
    CASE WHEN o.obligation_kind = 'tip' OR (o.obligation_kind = 'outcome' AND o.direction = 'in') THEN t.theirs
        WHEN r.request IS NOT NULL THEN coalesce(r.theirs, r.reference)
        WHEN h.handover IS NOT NULL THEN h.theirs
        -- What has no thing of its own here is about a message of who is to be answered.
        WHEN o.obligation_kind IN ('outcome', 'notice', 'query', 'recall', 'concern', 'correction') AND (o.direction = 'out' OR o.file IS NULL)
            THEN CASE o.direction WHEN 'out' THEN (SELECT d.desk FROM desk AS d) ELSE c.counterpart END || '-' || o.about
    END AS message,
    coalesce(o.file, r.file, t.file) AS file, o.owner, o.owner_person, o.channel AS desk, o.direction, o.created AS since, o.due,
    CASE WHEN o.due <= :now THEN 'overdue' END AS overdue, o.rung, o.told, o.urgency,
    CASE WHEN o.due <= :now AND (t.tip IS NOT NULL OR coalesce(o.file, r.file) IS NOT NULL) AND NOT EXISTS (
            SELECT 1 FROM consultation AS s WHERE s.time >= o.due AND ((s.entity = 'file' AND s.about = coalesce(o.file, r.file, t.file))
                OR (s.entity = 'tip' AND s.about = t.tip)))
        THEN 'nobody looked' END AS unseen
FROM obligation AS o
    LEFT JOIN request AS r ON o.obligation_kind IN ('request', 'reply') AND r.request = o.about
    LEFT JOIN handover AS h ON o.obligation_kind = 'handover' AND h.handover = o.about
    LEFT JOIN tip AS t ON t.tip = CASE WHEN o.obligation_kind = 'tip' OR (o.obligation_kind = 'outcome' AND o.direction = 'in')
        THEN o.about ELSE r.tip END
    LEFT JOIN channel AS c ON c.channel = o.channel
WHERE o.obligation_state = 'owed' AND (:key = '' OR o.owner = :key OR o.told = :key)
    AND (NOT coalesce(:overdue, 0) OR o.due <= :now)
    AND (NOT coalesce(:mine, 0) OR o.owner_person = :person OR o.owner IN (SELECT post FROM mine) OR o.told IN (SELECT post FROM mine))
ORDER BY o.due, o.obligation;
