UPDATE request SET due = :due WHERE request = :request;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'request', :request;
