UPDATE request SET request_state = 'open', stopped = NULL, due = :due WHERE request = :request;
