UPDATE ledger SET size = :size WHERE ledger = :ledger;
