SELECT count(*) FROM watch WHERE watch_state = 'lapsed undecided' AND against IS NULL;
