INSERT OR IGNORE INTO distinct_subjects (subject, other_subject, sequence)
VALUES (min(:subject, :other_subject), max(:subject, :other_subject), :sequence);
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'subject', :subject;
