SELECT desk, alarm, verdict, number, time, seen FROM (
    SELECT c.counterpart AS desk, a.alarm AS alarm, NULL AS verdict, a.first AS number, a.time AS time,
        a.sequence AS sequence, (SELECT CASE WHEN count(*) > 0 AND sum(o.obligation_state = 'owed') = 0 THEN 'seen' END
            FROM obligation AS o WHERE o.obligation_kind = 'alarm' AND o.about = a.sequence) AS seen
    FROM alarm AS a JOIN channel AS c ON c.channel = a.channel
    UNION ALL
    SELECT d.desk, 'restored from a backup', NULL, NULL, r.time, r.sequence, (SELECT CASE WHEN count(*) > 0
        AND sum(o.obligation_state = 'owed') = 0 THEN 'seen' END FROM obligation AS o WHERE o.obligation_kind = 'alarm'
        AND o.about = r.sequence) FROM restoration AS r, desk AS d
    UNION ALL
    SELECT d.desk, 'the clock stood back', NULL, NULL, w.time, w.sequence, NULL FROM clock_warning AS w, desk AS d
    UNION ALL
    SELECT c.counterpart, 'refused without a number', r.verdict, r.sequence, r.first_time, 0, NULL
    FROM rejected AS r JOIN channel AS c ON c.channel = r.channel)
ORDER BY time, sequence;
