INSERT OR IGNORE INTO blind_stale (subject) SELECT :subject WHERE :subject IS NOT NULL
UNION SELECT s.into_subject FROM subject AS s WHERE s.subject = :subject AND s.into_subject IS NOT NULL
UNION SELECT v.subject FROM value AS v WHERE v.sequence = :erased;
