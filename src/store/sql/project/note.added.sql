INSERT INTO note (sequence, file, time, actor) VALUES (:sequence, :file, :time, :actor);
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', :file WHERE :file IS NOT NULL;
