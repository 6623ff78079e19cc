INSERT INTO flag (flag, file, flag_kind, weight, half_life, date, report, channel, reliability, credibility, doors, time, actor, sequence)
VALUES (:flag, :file, :flag_kind, :weight, :half_life, :date, :report, :channel, :reliability, :credibility, 1, :time, :actor, :sequence);
INSERT INTO door (flag, channel, section, sequence) VALUES (:flag, :channel, :section, :sequence);
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', :file WHERE :file IS NOT NULL;
