SELECT coalesce(t.tip, r.tip) FROM message AS m JOIN channel AS c ON c.channel = m.channel
LEFT JOIN tip AS t ON m.direction = 2 AND t.channel = m.channel AND t.theirs = c.counterpart || '-' || m.number
LEFT JOIN request AS r ON m.direction = 2 AND r.channel = m.channel AND r.direction = 'in'
    AND coalesce(r.theirs, r.reference) = c.counterpart || '-' || m.number
WHERE m.content = :id;
