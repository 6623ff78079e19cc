SELECT * FROM subject ORDER BY subject;
