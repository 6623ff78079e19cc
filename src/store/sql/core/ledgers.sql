SELECT ledger, origin, size FROM ledger ORDER BY ledger;
