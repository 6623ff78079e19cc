INSERT OR REPLACE INTO file_member (file, subject, subject_role, sequence) VALUES (:file, :subject, :subject_role, :sequence);
