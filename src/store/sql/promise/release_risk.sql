SELECT count(*) FROM release AS e LEFT JOIN risk_decision AS r ON r.risk_decision = e.risk_decision
WHERE e.message IN ('tip', 'request', 'part', 'answered', 'sighting', 'handover')
    AND (r.risk_decision IS NULL OR r.actor = e.author OR r.channel <> e.channel OR r.risk = 'refused');
