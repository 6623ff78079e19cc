INSERT INTO redress (redress, subject, channel, redress_state, due, obligation, time, sequence)
VALUES (:redress, :subject, :channel, 'received', :due, :obligation, :time, :sequence);
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', file FROM obligation WHERE obligation = :obligation AND file IS NOT NULL;
