-- The newest :last (-1: all) of those before :before (0: none is named), in the order in which they were written or came here.
WITH newest AS (SELECT m.*, c.counterpart FROM message AS m JOIN channel AS c ON c.channel = m.channel
    WHERE (:key = '' OR c.counterpart = :key) AND (:before = 0 OR m.content < :before)
    ORDER BY m.content DESC LIMIT :last)
SELECT CASE m.direction WHEN 1 THEN (SELECT d.desk FROM desk AS d) ELSE m.counterpart END || '-' || m.number AS message,
    CASE m.direction WHEN 1 THEN 'to ' ELSE 'from ' END || m.counterpart AS desk, m.kind AS kind,
    CASE WHEN m.state = 'held' THEN 'held for release' WHEN m.taken_up IS NOT NULL THEN 'taken up' ELSE m.state END AS state,
    CASE m.urgent WHEN 1 THEN 'urgent' END AS urgent, m.person AS author, m.file,
    CASE (m.whose = 1) = (m.direction = 1) WHEN 1 THEN (SELECT d.desk FROM desk AS d) ELSE m.counterpart END || '-' || m.about AS answers,
    m.due, m.queued AS written, m.at, m.receipted
FROM newest AS m ORDER BY m.content;
