SELECT theirs AS tip, tip_state AS state, file, owner FROM tip WHERE tip = :id;
