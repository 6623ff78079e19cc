INSERT OR REPLACE INTO file_member (file, subject, subject_role, sequence) VALUES (:file, :subject, :subject_role, :sequence);
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', :file WHERE :file IS NOT NULL;
