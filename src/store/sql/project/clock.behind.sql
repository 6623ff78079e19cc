INSERT INTO clock_warning (sequence, time, lag) VALUES (:sequence, :time, :lag);
