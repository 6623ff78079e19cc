-- The newest :last (-1: all) of those before number :before (0: none is named).
WITH newest AS (SELECT * FROM message WHERE channel = :channel AND direction = 1 AND (:before = 0 OR number < :before)
    ORDER BY number DESC LIMIT :last)
SELECT m.number, m.kind, m.urgent, m.state, m.person, m.queued, coalesce(m.receipted, 0), coalesce(m.verdict, 0),
    coalesce(m.taken_up, 0), coalesce((SELECT due FROM owed o WHERE o.channel = m.channel AND o.ours = 1
    AND o.number = m.number AND o.end = 0), 0) FROM newest m ORDER BY m.number;
