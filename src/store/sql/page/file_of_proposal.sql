SELECT file FROM proposal WHERE proposal = :id;
