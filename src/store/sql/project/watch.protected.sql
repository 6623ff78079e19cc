UPDATE watch SET told = 'no', owner = :owner WHERE watch = :watch;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', file FROM watch WHERE watch = :watch AND file IS NOT NULL;
