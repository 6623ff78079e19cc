SELECT h.theirs AS handover, h.direction, h.channel AS desk, h.handover_state AS state, h.file, h.owner, h.due, h.time,
    CASE WHEN :all OR h.owner LIKE :section || '/%' OR h.owner LIKE 'desk/%' THEN h.sequence END AS "text@"
FROM handover AS h ORDER BY h.handover;
