SELECT t.theirs AS tip, t.tip_state AS state, t.channel AS told_by, t.section, t.owner, t.due, t.time AS received,
    t.reliability || t.credibility AS grading, t.tlp AS handling, t.sequence AS "obtained@", t.sequence AS "text@",
    t.offence, s.protection, t.political, t.mistreatment, t.ground, t.file, f.reference AS our_reference
FROM tip AS t JOIN subject AS s ON s.subject = t.subject LEFT JOIN file AS f ON f.file = t.file WHERE t.tip = :id;
