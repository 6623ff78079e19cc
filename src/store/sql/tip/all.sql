SELECT t.*, s.subject AS root, s.protection, s.origin AS protected_origin,
    (SELECT d.obligation FROM obligation AS d WHERE d.obligation_kind = 'tip' AND d.about = t.tip) AS obligation
FROM tip AS t JOIN subject AS o ON o.subject = t.subject JOIN subject AS s ON s.subject = coalesce(o.into_subject, o.subject) ORDER BY t.tip;
