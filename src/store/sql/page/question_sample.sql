-- Some of this desk's questions, drawn anew each time, with what lies sealed: who asked, about whom, what for.
SELECT q.question, q.channel AS desk, q.kind AS about, q.time AS asked, q.actor AS officer, q.file, q.state,
    q.sequence AS "reason@purpose", q.sequence AS "subject_json@person"
FROM question AS q ORDER BY random() LIMIT :id;
