SELECT max(request) FROM request WHERE coalesce(theirs, reference) = :key;
