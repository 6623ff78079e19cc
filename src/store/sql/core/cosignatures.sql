SELECT size, cosigner, line FROM cosignature WHERE ledger = :ledger AND size >= :from ORDER BY size;
