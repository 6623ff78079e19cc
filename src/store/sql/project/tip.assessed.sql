UPDATE tip SET offence = :offence, political = :political, mistreatment = :mistreatment, ground = :ground WHERE tip = :tip;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'tip', :tip;
