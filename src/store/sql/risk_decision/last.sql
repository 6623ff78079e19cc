-- The newest on whom a message tells of: whoever a private question was about, or a subject, as the person that he
-- was merged into.
WITH one AS (SELECT coalesce(into_subject, subject) AS root FROM subject WHERE subject = :subject),
same AS (SELECT root AS subject FROM one UNION SELECT m.subject FROM one JOIN subject AS m ON m.into_subject = root)
SELECT * FROM risk_decision WHERE risk_decision = (SELECT max(r.risk_decision) FROM
    (SELECT risk_decision FROM risk_decision WHERE question = :question AND channel = :channel
    UNION ALL SELECT risk_decision FROM risk_decision WHERE subject IN (SELECT subject FROM same) AND channel = :channel) AS r);
