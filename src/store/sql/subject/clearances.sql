SELECT * FROM clearance WHERE file = :file ORDER BY clearance;
