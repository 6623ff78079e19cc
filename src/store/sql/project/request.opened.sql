INSERT INTO request (request, direction, channel, section, owner, file, tip, request_state, profile, urgency, due, obligation, standing, answers, reference, theirs, time, sequence)
VALUES (:request, :direction, :channel, :section, :owner, :file, :tip, 'open', :profile, :urgency, :due, :obligation, :standing, 0, :reference, :theirs, :time, :sequence);
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'request', :request;
