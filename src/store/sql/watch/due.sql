SELECT * FROM watch INDEXED BY watch_ends WHERE watch_state IN ('active', 'undecided at its end') AND ends <= :horizon ORDER BY watch;
