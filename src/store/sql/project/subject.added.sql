INSERT INTO subject (subject, subject_role, channel, sequence) VALUES (:subject, :subject_role, :channel, :sequence);
