SELECT size, root FROM cosigned WHERE ledger_origin = :ledger_origin;
