SELECT * FROM attachment WHERE file = :file ORDER BY sequence;
