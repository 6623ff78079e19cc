SELECT count(*) FROM flag AS g JOIN file AS f ON f.file = g.file
WHERE f.file_state = 'closed cleared' AND g.time > f.decided;
