SELECT line FROM cosignature WHERE ledger = :ledger AND size = :size ORDER BY cosigner;
