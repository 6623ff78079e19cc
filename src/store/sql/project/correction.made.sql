INSERT INTO correction (correction, file, subject, channel, property, time, sequence)
VALUES (:correction, :file, :subject, :channel, :property, :time, :sequence);
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', :file WHERE :file IS NOT NULL;
