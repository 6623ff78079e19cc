SELECT * FROM watch WHERE watch_state IN ('active', 'undecided at its end') AND ends <= :horizon ORDER BY watch;
