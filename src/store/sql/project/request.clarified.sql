UPDATE request SET request_state = 'open', stopped = NULL, due = :due WHERE request = :request;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'request', :request;
