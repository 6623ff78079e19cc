SELECT s.subject, s.subject_role AS role, h.channel AS desk, h.kind, h.time AS since, h.actor AS decided_by,
    CASE WHEN :all OR NOT EXISTS (SELECT 1 FROM file AS f WHERE f.subject = s.subject AND f.section <> :section) THEN
        (SELECT min(v.sequence) FROM value AS v WHERE v.subject = s.subject AND v.property = 'name') END AS "value@name",
    h.sequence AS "reason@"
FROM holding AS h JOIN subject AS o ON o.subject = h.subject JOIN subject AS s ON s.subject = coalesce(o.into_subject, o.subject)
ORDER BY s.subject, h.channel, h.kind;
