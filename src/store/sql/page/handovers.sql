SELECT h.theirs AS handover, h.direction, h.channel AS desk, h.handover_state AS state, h.file, h.owner, h.due, h.time,
    h.sequence AS "text@"
FROM handover AS h ORDER BY h.handover;
