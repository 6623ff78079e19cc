INSERT INTO release (release, message, about, file, subject, channel, way, author, actor, risk_decision, time, sequence)
VALUES (:release, :message, :about, :file, :subject, :channel, :way, :author, :actor, :risk_decision, :time, :sequence);
UPDATE permission SET used = :sequence WHERE sequence = :permission;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', :file WHERE :file IS NOT NULL;
