SELECT desk, alarm, verdict, number, time FROM (
    SELECT c.counterpart AS desk, a.alarm AS alarm, NULL AS verdict, a.first AS number, a.time AS time
    FROM alarm AS a JOIN channel AS c ON c.channel = a.channel
    UNION ALL
    SELECT c.counterpart, 'message refused', j.verdict, j.sequence, j.first_time
    FROM rejected AS j JOIN channel AS c ON c.channel = j.channel
    UNION ALL
    SELECT d.desk, 'restored from a backup', NULL, NULL, r.time FROM restoration AS r, desk AS d)
ORDER BY time;
