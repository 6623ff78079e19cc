UPDATE file SET file_state = :file_state, decided = :time WHERE file = :file;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', :file WHERE :file IS NOT NULL;
