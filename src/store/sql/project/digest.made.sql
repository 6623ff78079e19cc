INSERT OR IGNORE INTO digest (person, day, count) VALUES (:person, :day, :count);
