UPDATE watch SET ends = :ends, announced = :days, watch_state = 'active', until = NULL WHERE watch = :watch;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', file FROM watch WHERE watch = :watch AND file IS NOT NULL;
