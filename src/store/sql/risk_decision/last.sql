SELECT * FROM risk_decision WHERE risk_decision = (SELECT max(r.risk_decision) FROM
    (SELECT risk_decision FROM risk_decision WHERE channel = :channel AND file = :file
    UNION ALL SELECT risk_decision FROM risk_decision WHERE channel = :channel AND subject = :subject) AS r);
