-- The files and the tips that a subject, or who is one with him, stands on, and those of them that the actor's section
-- holds or he or it owes something about.
WITH same AS (SELECT coalesce(into_subject, subject) AS root FROM subject WHERE subject = :subject),
one AS (SELECT root AS subject FROM same UNION SELECT m.subject FROM same JOIN subject AS m ON m.into_subject = root),
on_files AS (SELECT f.file, f.section FROM file AS f WHERE f.subject IN (SELECT subject FROM one)
    UNION SELECT f.file, f.section FROM file_member AS m JOIN file AS f ON f.file = m.file WHERE m.subject IN (SELECT subject FROM one))
SELECT (SELECT count(*) FROM on_files),
    (SELECT count(*) FROM on_files WHERE on_files.section = :section OR EXISTS (SELECT 1 FROM obligation AS o
        WHERE o.file = on_files.file AND o.obligation_state = 'owed' AND o.obligation_kind NOT IN ('review', 'notice')
        AND (o.section = :section OR o.owner_person = :person OR o.owner LIKE :section || '/%' OR EXISTS (SELECT 1 FROM post AS p WHERE p.post = o.owner AND p.person = :person AND (p.until IS NULL OR p.until > :now))))),
    (SELECT count(*) FROM tip AS t WHERE t.subject IN (SELECT subject FROM one)),
    (SELECT count(*) FROM tip AS t WHERE t.subject IN (SELECT subject FROM one) AND (t.section = :section OR EXISTS
        (SELECT 1 FROM obligation AS o WHERE o.obligation_kind = 'tip' AND o.about = t.tip AND o.obligation_state = 'owed'
        AND (o.owner_person = :person OR o.owner LIKE :section || '/%' OR EXISTS (SELECT 1 FROM post AS p WHERE p.post = o.owner AND p.person = :person AND (p.until IS NULL OR p.until > :now))))));
