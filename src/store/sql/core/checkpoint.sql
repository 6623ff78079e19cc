SELECT size, note FROM checkpoint WHERE ledger = :ledger AND size = :size;
