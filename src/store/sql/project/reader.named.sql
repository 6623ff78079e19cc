INSERT OR REPLACE INTO reader (file, person, sequence) VALUES (:file, :person, :sequence);
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', :file WHERE :file IS NOT NULL;
