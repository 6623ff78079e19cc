INSERT OR IGNORE INTO holiday (day) VALUES (:day);
