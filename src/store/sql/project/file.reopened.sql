UPDATE file SET file_state = 'open', decided = :time, proposal = NULL WHERE file = :file;
