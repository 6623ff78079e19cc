SELECT number, kind, urgent, content, released, whose, about, due, queued FROM message
    WHERE channel = :channel AND state = 'queued' AND (sequence IS NULL OR receipted IS NOT NULL)
    ORDER BY urgent DESC, number LIMIT :limit;
