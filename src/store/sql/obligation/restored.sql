SELECT r.sequence FROM restoration AS r WHERE NOT EXISTS
    (SELECT 1 FROM obligation AS o WHERE o.obligation_kind = 'alarm' AND o.about = r.sequence);
