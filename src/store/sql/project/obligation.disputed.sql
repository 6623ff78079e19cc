UPDATE obligation SET disputed = :time WHERE obligation = :obligation;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', file FROM obligation WHERE obligation = :obligation AND file IS NOT NULL;
