SELECT coalesce(max(ledger), 0) + 1 FROM ledger;
