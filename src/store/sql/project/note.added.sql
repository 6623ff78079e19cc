INSERT INTO note (note, file, sequence, time, actor) VALUES (:note, :file, :sequence, :time, :actor);
