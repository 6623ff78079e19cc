INSERT INTO duplicate (duplicate, duplicate_state, tip, file, subject, other_subject, evidence, obligation, sequence)
VALUES (:duplicate, 'proposed', :tip, :file, :subject, :other_subject, :evidence, :obligation, :sequence);
