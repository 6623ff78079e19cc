INSERT INTO content (sequence, entity, about) VALUES (:sequence, 'file', :file);
