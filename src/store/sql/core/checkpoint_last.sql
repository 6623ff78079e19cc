SELECT size, note FROM checkpoint WHERE ledger = :ledger ORDER BY size DESC LIMIT 1;
