INSERT INTO sighting (sighting, file, watch, subject, sighting_state, sighting_kind, section, owner, seen, direction, country, evidence, time, sequence)
VALUES (:sighting, :file, :watch, :subject, 'candidate', :sighting_kind, :section, :owner, :seen, :direction, :country, :evidence, :time, :sequence);
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', :file WHERE :file IS NOT NULL;
