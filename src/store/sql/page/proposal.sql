SELECT proposal AS reopening, proposal_state AS state, file, sum, threshold, owner, due, time AS asked, decided
FROM proposal WHERE proposal = :id;
