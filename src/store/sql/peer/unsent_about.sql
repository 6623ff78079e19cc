-- Released messages without a receipt that may tell of a person who is protected: as their subject, on their
-- file, or by their sighting; each as the person that he was merged into; as whom the match proof names that they
-- answer; and all that a private match drafted, as whoever was asked about may be he. None of one who is not. Some
-- at a time.
WITH one AS (SELECT coalesce(into_subject, subject) AS root FROM subject WHERE subject = :subject),
same AS (SELECT o.subject, o.protection FROM subject AS o
    WHERE o.subject IN (SELECT root FROM one UNION SELECT m.subject FROM one JOIN subject AS m ON m.into_subject = root))
SELECT m.channel, m.number, m.kind FROM message AS m INDEXED BY message_open
WHERE m.direction = 1 AND m.state IN ('queued', 'sent')
    AND (m.channel > :channel OR (m.channel = :channel AND m.number > :number))
    AND EXISTS (SELECT 1 FROM same WHERE protection IS NOT NULL)
    AND (m.subject IN (SELECT subject FROM same)
        OR m.file IN (SELECT file FROM file WHERE subject IN (SELECT subject FROM same))
        OR m.file IN (SELECT file FROM file_member WHERE subject IN (SELECT subject FROM same))
        OR m.sighting IN (SELECT sighting FROM sighting WHERE subject IN (SELECT subject FROM same))
        OR (m.whose = 2 AND m.about IN (SELECT p.message FROM match_proof AS p WHERE p.channel = m.channel AND p.subject IN (SELECT subject FROM same)))
        OR EXISTS (SELECT 1 FROM question AS q WHERE q.channel = m.channel AND q.message < m.number AND m.number <= q.message + 8))
ORDER BY m.channel, m.number LIMIT 64;
