UPDATE tip SET overseer_agreed = 1 WHERE tip = :tip;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'tip', :tip;
