SELECT sequence, ledger, leaf, header, kind, version, time, actor, open FROM event WHERE time >= :since ORDER BY sequence;
