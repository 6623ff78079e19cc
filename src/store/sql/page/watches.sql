SELECT w.watch, w.watch_action AS action, w.watch_state AS state, w.ends, w.file, w.owner, w.channel AS asked_by,
    CASE WHEN :all OR (f.section = :section)
        AND NOT EXISTS (SELECT 1 FROM kept_from AS k WHERE k.file = f.file AND k.person = :person) THEN
        (SELECT min(v.sequence) FROM value AS v WHERE v.subject = w.subject AND v.property = 'name') END AS "value@name"
FROM watch AS w JOIN file AS f ON f.file = w.file ORDER BY w.ends, w.watch;
