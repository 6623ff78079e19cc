SELECT CASE c.entity WHEN 'file' THEN c.about
        WHEN 'tip' THEN (SELECT t.file FROM tip AS t WHERE t.tip = c.about)
        WHEN 'request' THEN (SELECT coalesce(r.file, t.file) FROM request AS r LEFT JOIN tip AS t ON t.tip = r.tip
            WHERE r.request = c.about)
        WHEN 'subject' THEN (SELECT CASE WHEN count(*) = 1 THEN min(f.file) END FROM file AS f
            WHERE f.subject = (SELECT coalesce(s.into_subject, s.subject) FROM subject AS s WHERE s.subject = c.about))
    END AS file,
    CASE c.entity WHEN 'subject' THEN c.about END AS subject
FROM content AS c WHERE c.sequence = :sequence;
