SELECT subject FROM subject WHERE protection IS NOT NULL AND into_subject IS NULL ORDER BY subject;
