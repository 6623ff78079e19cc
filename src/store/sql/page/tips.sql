-- The newest :last (-1: all) of those before :before (0: none is named).
WITH newest AS (SELECT * FROM tip WHERE :before = 0 OR tip < :before ORDER BY tip DESC LIMIT :last)
SELECT theirs AS tip, tip_state AS state, channel AS told_by, section, owner, due, file, ground,
    reliability || credibility AS grading, time AS received
FROM newest ORDER BY newest.tip;
