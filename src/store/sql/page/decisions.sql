SELECT 'reopen' AS decide, proposal AS number, file, owner, due, sum, threshold, NULL AS tip
FROM proposal WHERE proposal_state = 'pending'
UNION ALL
SELECT 'same person', d.duplicate, d.file, o.owner, o.due, NULL, NULL, (SELECT t.theirs FROM tip AS t WHERE t.tip = d.tip)
FROM duplicate AS d JOIN obligation AS o ON o.obligation = d.obligation WHERE o.obligation_state = 'owed'
ORDER BY 5, 2;
