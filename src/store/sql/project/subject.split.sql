UPDATE subject SET into_subject = NULL WHERE subject = :subject;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'subject', :subject;
