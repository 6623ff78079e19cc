SELECT handover, handover_state FROM handover
WHERE channel = :channel AND direction = :direction AND theirs = :reference ORDER BY handover DESC LIMIT 1;
