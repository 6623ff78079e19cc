SELECT q.question, q.state, q.channel AS desk, q.kind AS about, q.epoch, q.file, q.actor AS officer, q.time AS asked, q.learned,
    q.matches, CASE WHEN q.request IS NOT NULL THEN (SELECT d.desk FROM desk AS d) || '-' || q.request END AS request
FROM question AS q LEFT JOIN file AS f ON f.file = q.file
WHERE q.question = :id AND (:all OR q.actor = :person OR f.section = :section);
