UPDATE proposal SET proposal_state = :proposal_state, decided = :time WHERE proposal = :proposal;
UPDATE file SET proposal = NULL, decided = :time WHERE file = :file;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', :file WHERE :file IS NOT NULL;
