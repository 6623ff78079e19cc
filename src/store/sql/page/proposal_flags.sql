SELECT f.flag, f.flag_kind AS kind, f.date, f.weight, f.half_life AS half_life_days,
    f.reliability || f.credibility AS grading, f.channel AS told_by, f.report,
    CASE WHEN f.doors > 1 THEN 'counts once, through ' || f.doors || ' doors: '
        || (SELECT group_concat(coalesce(c.counterpart || ' to ', '') || d.section, ', ')
        FROM door AS d LEFT JOIN channel AS c ON c.channel = d.channel WHERE d.flag = f.flag) END AS doors,
    f.sequence AS "source@", f.sequence AS "basis@"
FROM flag AS f JOIN proposal AS p ON p.file = f.file WHERE p.proposal = :id ORDER BY f.flag;
