INSERT INTO note (sequence, file, time, actor) VALUES (:sequence, :file, :time, :actor);
