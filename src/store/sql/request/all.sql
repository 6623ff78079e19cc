SELECT * FROM request ORDER BY request;
