SELECT sequence FROM event WHERE ledger = :ledger AND leaf = :leaf;
