UPDATE redress SET redress_state = :redress_state WHERE redress = :redress;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'redress', :redress;
