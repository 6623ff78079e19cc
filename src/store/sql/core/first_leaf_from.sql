-- In the order of sequences, not of leaves: what came before is not looked at.
SELECT leaf FROM event WHERE +ledger = :ledger AND sequence >= :from ORDER BY sequence LIMIT 1;
