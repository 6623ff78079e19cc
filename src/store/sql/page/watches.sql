SELECT w.watch, w.watch_action AS action, w.watch_state AS state, w.ends, w.file, w.owner, w.channel AS asked_by,
    (SELECT min(v.sequence) FROM value AS v WHERE v.subject = w.subject AND v.property = 'name') AS "value@name"
FROM watch AS w ORDER BY w.ends, w.watch;
