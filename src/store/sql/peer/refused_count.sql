SELECT count(*) FROM line INDEXED BY line_refused WHERE channel = :channel AND direction = :direction AND verdict > 1;
