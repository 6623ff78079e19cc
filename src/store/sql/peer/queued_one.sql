SELECT number, kind, urgent, content, released, whose, about, due, queued FROM message
    WHERE channel = :channel AND direction = 1 AND number = :number AND state = 'queued';
