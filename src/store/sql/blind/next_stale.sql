SELECT min(subject) FROM blind_stale;
