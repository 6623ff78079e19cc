INSERT INTO clearance (clearance, file, subject, clearance_basis, channel, sequence)
VALUES (:clearance, :file, :subject, :clearance_basis, :channel, :sequence);
UPDATE subject SET subject_role = 'cleared' WHERE subject = :subject;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', :file WHERE :file IS NOT NULL;
