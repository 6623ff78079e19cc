UPDATE flag SET doors = doors + 1 WHERE flag = :flag;
INSERT INTO door (flag, section, sequence) VALUES (:flag, :section, :sequence);
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', file FROM flag WHERE flag = :flag AND file IS NOT NULL;
