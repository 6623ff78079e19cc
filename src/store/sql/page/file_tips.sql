SELECT tip, tip_state AS state, channel AS told_by, theirs, section, reliability || credibility AS grading, time,
    sequence AS "text@", sequence AS "obtained@"
FROM tip WHERE file = :id ORDER BY tip;
