SELECT desk, alarm, number, time FROM (
    SELECT c.counterpart AS desk, a.alarm AS alarm, a.first AS number, a.time AS time, a.sequence AS sequence
    FROM alarm AS a JOIN channel AS c ON c.channel = a.channel
    UNION ALL
    SELECT d.desk, 'restored from a backup', NULL, r.time, r.sequence FROM restoration AS r, desk AS d)
ORDER BY sequence;
