INSERT OR IGNORE INTO blind_stale (subject) SELECT subject FROM subject WHERE into_subject IS NULL;
