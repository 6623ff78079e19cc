INSERT INTO attachment (sequence, file, media, size, digest, time, actor)
VALUES (:sequence, :file, :media, :size, :digest, :time, :actor);
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', :file WHERE :file IS NOT NULL;
