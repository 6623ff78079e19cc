SELECT t.*, s.protection, s.origin AS protected_origin,
    (SELECT o.obligation FROM obligation AS o WHERE o.obligation_kind = 'tip' AND o.about = t.tip) AS obligation
FROM tip AS t JOIN subject AS s ON s.subject = t.subject WHERE t.tip = :tip;
