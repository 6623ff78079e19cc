UPDATE tip SET tip_state = 'refused', ground = :ground WHERE tip = :tip;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'tip', :tip;
