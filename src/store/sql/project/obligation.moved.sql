UPDATE obligation SET owner = :owner, owner_person = :owner_person WHERE obligation = :obligation;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', file FROM obligation WHERE obligation = :obligation AND file IS NOT NULL;
