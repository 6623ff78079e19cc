SELECT request, direction, channel AS desk, request_state AS state, due, standing, reference, theirs,
    sequence AS "text@"
FROM request WHERE file = :id ORDER BY request;
