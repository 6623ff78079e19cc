SELECT subject FROM subject WHERE into_subject IS NULL ORDER BY subject;
