SELECT r.person, e.time AS since, e.actor, r.sequence AS "reason@" FROM reader AS r JOIN event AS e ON e.sequence = r.sequence
WHERE r.file = :id ORDER BY r.sequence;
