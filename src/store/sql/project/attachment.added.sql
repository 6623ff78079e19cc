INSERT INTO attachment (sequence, file, media, size, digest, time, actor)
VALUES (:sequence, :file, :media, :size, :digest, :time, :actor);
