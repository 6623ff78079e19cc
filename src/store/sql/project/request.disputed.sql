UPDATE request SET disputed = :time WHERE request = :request;
