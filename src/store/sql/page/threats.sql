SELECT c.counterpart AS desk, count(*) AS came, sum(o.useful > 0) AS confirmed, sum(o.useful < 0) AS none,
    sum(o.useful = 0) AS not_judged, sum(o.end = 0) AS unanswered, max(o.since) AS received
    FROM owed AS o JOIN channel AS c ON c.channel = o.channel WHERE o.ours = 0 AND o.kind = 29
    GROUP BY c.channel ORDER BY c.counterpart;
