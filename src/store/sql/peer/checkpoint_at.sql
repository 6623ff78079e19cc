SELECT note FROM checkpoint WHERE ledger = :ledger AND size = :size;
