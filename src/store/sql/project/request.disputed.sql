UPDATE request SET disputed = :time WHERE request = :request;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'request', :request;
