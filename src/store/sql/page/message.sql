SELECT CASE m.direction WHEN 1 THEN (SELECT d.desk FROM desk AS d) ELSE c.counterpart END || '-' || m.number AS message,
    '' AS kind,
    CASE WHEN m.state = 'held' THEN 'held for release' WHEN m.taken_up IS NOT NULL THEN 'taken up' ELSE m.state END AS state,
    CASE m.direction WHEN 1 THEN 'to ' ELSE 'from ' END || c.counterpart AS desk,
    m.person AS author, m.file, m.subject, (SELECT p.subject FROM match_proof AS p WHERE m.direction = 2 AND p.channel = m.channel AND p.message = m.number) AS private_match, m.due, m.queued AS written, m.at, m.receipted, m.taken_up,
    m.content AS "handling@", m.content AS "purpose@", m.content AS "way@", m.content AS "text@", m.content AS "obtained@", m.content AS "translation@", m.content AS "subject_json@person",
    (SELECT q.sequence FROM question AS q WHERE m.direction = 1 AND q.channel = m.channel AND q.message < m.number AND m.number <= q.message + 8) AS "subject_json@asked_about"
FROM message AS m JOIN channel AS c ON c.channel = m.channel WHERE m.content = :id;
