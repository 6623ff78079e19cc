UPDATE request SET answers = answers + 1 WHERE request = :request;
