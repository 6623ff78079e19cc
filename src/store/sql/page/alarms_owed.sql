SELECT o.obligation FROM obligation AS o WHERE o.obligation_kind IN ('alarm', 'protection') AND o.obligation_state = 'owed'
    AND o.owner = :owner ORDER BY o.obligation;
