INSERT OR REPLACE INTO checkpoint (ledger, size, time, note) VALUES (:ledger, :size, :time, :note);
