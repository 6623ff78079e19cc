SELECT o.sequence, o.field FROM opening AS o JOIN content AS c ON c.sequence = o.sequence
WHERE (c.entity = 'file' AND c.about = :file)
    OR (c.entity = 'tip' AND c.about IN (SELECT t.tip FROM tip AS t WHERE t.file = :file))
    OR (c.entity = 'request' AND c.about IN (SELECT r.request FROM request AS r WHERE r.file = :file
        UNION SELECT q.request FROM tip AS t JOIN request AS q ON q.tip = t.tip WHERE t.file = :file))
    OR (c.entity = 'subject' AND c.about IN (SELECT s.subject FROM subject AS s JOIN file AS f ON f.file = :file
        WHERE (s.subject = f.subject OR s.into_subject = f.subject) AND NOT EXISTS (SELECT 1 FROM file AS g
            WHERE g.file <> :file AND g.file_state <> 'purged' AND g.subject = f.subject)))
ORDER BY o.sequence, o.field;
