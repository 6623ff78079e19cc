SELECT theirs AS tip, tip_state AS state, channel AS told_by, section, owner, due, file, ground,
    reliability || credibility AS grading, time AS received
FROM tip ORDER BY tip;
