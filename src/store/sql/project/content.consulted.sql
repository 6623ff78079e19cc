INSERT INTO consultation (sequence, entity, about, purpose, obligation, actor, time) VALUES (:sequence, :entity, :about, :purpose, :obligation, :actor, :time);
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', file FROM obligation WHERE obligation = :obligation AND file IS NOT NULL;
