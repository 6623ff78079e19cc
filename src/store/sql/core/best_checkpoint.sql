-- The newest that somebody cosigned, of at least so many leaves; else the newest.
SELECT size, note FROM checkpoint WHERE ledger = :ledger AND size >= :least AND size = coalesce(
    (SELECT max(size) FROM cosignature WHERE ledger = :ledger AND size >= :least),
    (SELECT max(size) FROM checkpoint WHERE ledger = :ledger));
