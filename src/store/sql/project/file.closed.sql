UPDATE file SET file_state = :file_state, decided = :time WHERE file = :file;
