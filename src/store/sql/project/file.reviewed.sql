UPDATE file SET review = :review, file_state = CASE file_state WHEN 'sealed' THEN 'closed unresolved' ELSE file_state END WHERE file = :file;
