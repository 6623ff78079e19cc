SELECT * FROM risk_decision WHERE risk_decision = :risk_decision;
