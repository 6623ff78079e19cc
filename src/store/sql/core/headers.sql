SELECT header FROM event WHERE ledger = :ledger AND leaf >= :from AND leaf < :below ORDER BY leaf;
