INSERT INTO restoration (sequence, until, time) VALUES (:sequence, :until, :time);
