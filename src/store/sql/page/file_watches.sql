SELECT watch, watch_action AS action, watch_state AS state, ends, owner, channel AS asked_by FROM watch
WHERE file = :id ORDER BY watch;
