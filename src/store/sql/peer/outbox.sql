SELECT m.number, m.kind, m.urgent, m.state, m.person, m.queued, coalesce(m.receipted, 0), coalesce(m.verdict, 0),
    coalesce(m.taken_up, 0), coalesce((SELECT due FROM owed o WHERE o.channel = m.channel AND o.ours = 1
    AND o.number = m.number AND o.end = 0), 0) FROM message m
    WHERE m.channel = :channel AND m.direction = 1 ORDER BY m.number;
