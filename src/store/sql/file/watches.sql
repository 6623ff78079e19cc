SELECT * FROM watch WHERE file = :file ORDER BY watch;
