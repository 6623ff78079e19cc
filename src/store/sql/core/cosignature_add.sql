INSERT OR REPLACE INTO cosignature (ledger, size, cosigner, line)
    VALUES (:ledger, :size, :cosigner, :line);
