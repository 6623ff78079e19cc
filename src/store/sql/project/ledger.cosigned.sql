INSERT INTO cosigned (ledger_origin, size, root) VALUES (:ledger_origin, :size, :root)
    ON CONFLICT (ledger_origin) DO UPDATE SET size = excluded.size, root = excluded.root;
