UPDATE request SET request_state = 'clarification asked', stopped = :time WHERE request = :request;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'request', :request;
