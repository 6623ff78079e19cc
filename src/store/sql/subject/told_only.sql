-- 1 where a counterpart told of him and no tip about him, or about who was merged into him, was taken up.
SELECT count(*) FROM subject AS s WHERE s.subject = :subject AND s.channel IS NOT NULL AND NOT EXISTS
    (SELECT 1 FROM tip AS t WHERE t.tip_state = 'taken up' AND t.subject IN
        (SELECT :subject UNION SELECT o.subject FROM subject AS o WHERE o.into_subject = :subject));
