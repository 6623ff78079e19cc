SELECT watch, watch_action AS action, watch_state AS state, file, subject, section, owner, starts, ends, until,
    announced AS announced_days_before, channel AS asked_by, told AS asker_told, against AS counted_against,
    sequence AS "reason@"
FROM watch WHERE watch = :id;
