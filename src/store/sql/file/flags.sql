SELECT * FROM flag WHERE file = :file ORDER BY flag;
