SELECT * FROM note WHERE file = :file ORDER BY sequence;
