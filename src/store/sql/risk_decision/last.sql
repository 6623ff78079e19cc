SELECT * FROM risk_decision WHERE channel = :channel AND ((file IS NOT NULL AND file = :file) OR (subject IS NOT NULL AND subject = :subject))
ORDER BY risk_decision DESC LIMIT 1;
