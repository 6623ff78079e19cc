-- What a file rests on, and whatever was told of a person whose values a message carries, on whatever file it stands.
WITH root AS (SELECT coalesce(s.into_subject, s.subject) AS subject FROM subject AS s WHERE s.subject = :subject),
one AS (SELECT subject FROM root UNION SELECT m.subject FROM root JOIN subject AS m ON m.into_subject = root.subject)
SELECT tlp, pap, europol, coalesce(channel, 0) AS channel FROM tip WHERE file = :file
UNION ALL
SELECT tlp, pap, europol, coalesce(channel, 0) FROM tip
    WHERE subject IN (SELECT subject FROM one) AND (file IS NULL OR :file IS NULL OR file <> :file);
