INSERT OR REPLACE INTO checkpoint (ledger, size, note) VALUES (:ledger, :size, :note);
