SELECT * FROM risk_decision WHERE file = :file AND channel = :channel ORDER BY risk_decision DESC LIMIT 1;
