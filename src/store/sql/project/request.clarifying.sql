UPDATE request SET request_state = 'clarification asked', stopped = :time WHERE request = :request;
