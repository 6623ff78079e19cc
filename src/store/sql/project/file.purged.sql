UPDATE file SET file_state = 'purged' WHERE file = :file;
