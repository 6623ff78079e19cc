SELECT max(tip) FROM tip WHERE theirs = :key;
