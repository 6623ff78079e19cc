SELECT watch, watch_state AS state, ends AS until, watch_action AS action, owner FROM watch WHERE watch = :id;
