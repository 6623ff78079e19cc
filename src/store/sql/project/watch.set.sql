INSERT INTO watch (watch, file, subject, watch_action, watch_state, section, owner, starts, ends, announced, channel, told, obligation, sequence)
VALUES (:watch, :file, :subject, :watch_action, 'active', :section, :owner, :starts, :ends, :days, :channel, :told, :obligation, :sequence);
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', :file WHERE :file IS NOT NULL;
