SELECT count(*) FROM watch AS w JOIN file AS f ON f.file = w.file
WHERE w.watch_state IN ('active', 'undecided at its end') AND f.file_state = 'closed cleared';
