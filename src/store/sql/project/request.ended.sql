UPDATE request SET request_state = :request_state, ended = :time, stopped = NULL WHERE request = :request;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'request', :request;
