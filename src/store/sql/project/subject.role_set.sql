UPDATE subject SET subject_role = :subject_role WHERE subject = :subject;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'subject', :subject;
