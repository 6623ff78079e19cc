UPDATE request SET request_state = :request_state, ended = :time, stopped = NULL WHERE request = :request;
