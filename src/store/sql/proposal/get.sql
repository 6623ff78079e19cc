SELECT * FROM proposal WHERE proposal = :proposal;
