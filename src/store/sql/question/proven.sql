-- The newest file on the person whom the match proof of a request named.
SELECT f.file FROM match_proof AS p JOIN subject AS o ON o.subject = p.subject
JOIN subject AS s ON coalesce(s.into_subject, s.subject) = coalesce(o.into_subject, o.subject)
JOIN file AS f ON f.subject = s.subject
WHERE p.channel = :channel AND p.message = :number AND f.file_state NOT IN ('sealed', 'purged')
ORDER BY f.file DESC LIMIT 1;
