INSERT INTO ledger (ledger, origin, size) VALUES (:ledger, :origin, 0);
