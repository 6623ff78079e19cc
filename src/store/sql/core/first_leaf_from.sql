SELECT min(leaf) FROM event WHERE ledger = :ledger AND sequence >= :from;
