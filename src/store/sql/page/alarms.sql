SELECT c.counterpart AS desk, a.alarm, a.first AS number, a.time
FROM alarm AS a JOIN channel AS c ON c.channel = a.channel ORDER BY a.sequence;
