SELECT h.theirs AS handover, h.direction, h.channel AS desk, h.handover_state AS state, h.file, h.owner, h.due, h.time,
    CASE WHEN :all OR (h.owner LIKE :section || '/%' OR h.owner LIKE 'desk/%')
        AND NOT EXISTS (SELECT 1 FROM kept_from AS k WHERE k.file = h.file AND k.person = :person) THEN h.sequence END AS "text@"
FROM handover AS h ORDER BY h.handover;
