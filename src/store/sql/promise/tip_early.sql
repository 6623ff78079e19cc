SELECT count(*) FROM flag AS g JOIN tip AS t ON t.report = g.report
WHERE NOT EXISTS (SELECT 1 FROM tip AS u WHERE u.report = g.report AND u.tip_state = 'taken up');
