SELECT (SELECT count(*) FROM owed WHERE end = 0 AND kind = 3),
    (SELECT count(*) FROM owed WHERE end = 0 AND due < :now),
    (SELECT count(*) FROM message WHERE direction = 1 AND state IN ('queued', 'sent')),
    (SELECT count(*) FROM message WHERE state = 'held'),
    coalesce((SELECT (:now - min(released)) / 1000 FROM message WHERE direction = 1 AND state IN ('queued', 'sent')), 0),
    (SELECT coalesce(sum(size), 0) FROM ledger), (SELECT count(*) FROM alarm), (SELECT count(*) FROM rejected);
