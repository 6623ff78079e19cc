UPDATE file SET file_state = 'open', decided = :time, proposal = NULL WHERE file = :file;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', :file WHERE :file IS NOT NULL;
