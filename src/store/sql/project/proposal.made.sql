INSERT INTO proposal (proposal, file, proposal_state, sum, threshold, due, owner, obligation, time, sequence)
VALUES (:proposal, :file, 'pending', :sum, :threshold, :due, :owner, :obligation, :time, :sequence);
UPDATE file SET proposal = :proposal WHERE file = :file;
