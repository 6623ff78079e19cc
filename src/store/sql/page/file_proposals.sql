SELECT proposal AS reopening, proposal_state AS state, sum, threshold, due, time, decided FROM proposal
WHERE file = :id ORDER BY proposal;
