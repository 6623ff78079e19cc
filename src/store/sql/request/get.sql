SELECT * FROM request WHERE request = :request;
