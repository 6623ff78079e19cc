SELECT o.obligation FROM obligation AS o JOIN alarm AS a ON a.sequence = o.about
    WHERE o.obligation_kind = 'alarm' AND o.obligation_state = 'owed' AND a.channel = :channel AND a.alarm = :alarm LIMIT 1;
