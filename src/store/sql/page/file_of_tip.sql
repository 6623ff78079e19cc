SELECT file FROM tip WHERE tip = :id;
