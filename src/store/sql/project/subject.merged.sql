UPDATE subject SET into_subject = :into_subject WHERE subject = :subject OR into_subject = :subject;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'subject', :subject;
