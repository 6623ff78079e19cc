SELECT coalesce(max(size), 0) FROM cosignature WHERE ledger = :ledger AND cosigner = :cosigner;
