SELECT sequence, ledger, leaf, header, kind, version, time, actor, open FROM event WHERE sequence = :sequence;
