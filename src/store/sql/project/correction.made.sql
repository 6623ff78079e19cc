INSERT INTO correction (correction, file, subject, channel, property, time, sequence)
VALUES (:correction, :file, :subject, :channel, :property, :time, :sequence);
