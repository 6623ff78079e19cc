SELECT * FROM duplicate WHERE tip = :tip ORDER BY duplicate;
