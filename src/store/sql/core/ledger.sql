SELECT origin, size FROM ledger WHERE ledger = :ledger;
