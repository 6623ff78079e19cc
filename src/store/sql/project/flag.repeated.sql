INSERT INTO door (flag, channel, section, sequence) SELECT :flag, :channel, :section, :sequence
WHERE NOT EXISTS (SELECT 1 FROM door WHERE flag = :flag AND channel IS :channel AND section IS :section);
UPDATE flag SET doors = (SELECT count(*) FROM door AS d WHERE d.flag = flag.flag) WHERE flag = :flag;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', file FROM flag WHERE flag = :flag AND file IS NOT NULL;
