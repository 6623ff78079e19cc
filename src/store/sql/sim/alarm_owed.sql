SELECT count(*) FROM obligation AS o JOIN alarm AS a ON a.sequence = o.about WHERE o.obligation_kind = 'alarm'
    AND o.obligation_state = 'owed' AND o.owner = :owner AND a.alarm = :alarm AND a.channel = :channel;
