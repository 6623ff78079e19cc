SELECT size, note FROM checkpoint WHERE ledger = :ledger AND size >= :from ORDER BY size;
