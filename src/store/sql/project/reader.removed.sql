DELETE FROM reader WHERE file = :file AND person = :person;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', :file WHERE :file IS NOT NULL;
