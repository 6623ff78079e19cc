UPDATE file SET file_state = 'sealed' WHERE file = :file;
