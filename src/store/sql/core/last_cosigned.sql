SELECT coalesce((SELECT size FROM cosignature WHERE ledger = :ledger AND cosigner = :cosigner ORDER BY size DESC LIMIT 1), 0);
