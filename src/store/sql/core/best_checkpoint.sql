-- The newest one with the most cosigners, of at least so many leaves; else the newest.
SELECT size, note FROM checkpoint WHERE ledger = :ledger AND size >= :least
    ORDER BY EXISTS (SELECT 1 FROM cosignature c WHERE c.ledger = :ledger AND c.size = checkpoint.size) DESC, size DESC
    LIMIT 1;
