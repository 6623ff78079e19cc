-- 1 where a counterpart told of him and no tip about him, or about who was merged into him, was taken up.
SELECT count(*) FROM subject AS s WHERE s.subject = :subject AND s.channel IS NOT NULL AND NOT EXISTS
    (SELECT 1 FROM tip AS t JOIN subject AS o ON o.subject = t.subject
    WHERE coalesce(o.into_subject, o.subject) = s.subject AND t.tip_state = 'taken up');
