INSERT INTO event (sequence, ledger, leaf, header, kind, version, time, actor, open)
    VALUES (:sequence, :ledger, :leaf, :header, :kind, :version, :time, :actor, :open);
