SELECT request, request_state FROM request
WHERE channel = :channel AND direction = :direction AND coalesce(theirs, reference) = :reference
ORDER BY request DESC LIMIT 1;
