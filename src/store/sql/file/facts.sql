SELECT
    (SELECT count(*) FROM request WHERE file = :file AND request_state IN ('open', 'clarification asked'))
    + (SELECT count(*) FROM tip AS t CROSS JOIN request AS r ON r.tip = t.tip
       WHERE t.file = :file AND r.file IS NULL AND r.request_state IN ('open', 'clarification asked')) AS requests,
    (SELECT count(*) FROM watch WHERE file = :file AND watch_state IN ('active', 'undecided at its end')) AS watches,
    (SELECT count(*) FROM flag AS g JOIN file AS f ON f.file = g.file WHERE g.file = :file AND g.time > f.decided) AS flags_since;
