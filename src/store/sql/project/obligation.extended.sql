UPDATE obligation SET due_before = due, due = :due, climbs = :climbs, rung = 'owner', told = NULL WHERE obligation = :obligation;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', file FROM obligation WHERE obligation = :obligation AND file IS NOT NULL;
