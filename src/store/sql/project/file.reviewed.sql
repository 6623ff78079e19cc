UPDATE file SET review = :review, file_state = CASE file_state WHEN 'sealed' THEN 'closed unresolved' ELSE file_state END WHERE file = :file;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', :file WHERE :file IS NOT NULL;
