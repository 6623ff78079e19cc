-- The newest :last (-1: all) of those before :before (0: none is named), of the open ones (:key 'open') or of all.
WITH newest AS (SELECT * FROM request WHERE (:key = '' OR request_state IN ('open', 'clarification asked'))
    AND (:before = 0 OR request < :before) ORDER BY request DESC LIMIT :last)
SELECT coalesce(r.theirs, r.reference) AS request, r.direction, r.channel AS desk, r.request_state AS state, r.due,
    CASE r.standing WHEN 1 THEN 'standing' END AS standing, r.file, (SELECT t.theirs FROM tip AS t WHERE t.tip = r.tip) AS tip, r.owner, r.answers AS interim_answers,
    CASE WHEN r.disputed IS NOT NULL THEN 'disputed' END AS disputed, CASE WHEN :all OR r.section = :section
        AND NOT EXISTS (SELECT 1 FROM kept_from AS k WHERE k.file = r.file AND k.person = :person) THEN r.sequence END AS "text@"
FROM newest AS r ORDER BY r.request;
