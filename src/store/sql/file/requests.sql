SELECT * FROM request WHERE file = :file ORDER BY request;
