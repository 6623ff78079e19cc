INSERT INTO subject (subject, subject_role, channel, sequence) VALUES (:subject, :subject_role, :channel, :sequence);
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'subject', :subject;
