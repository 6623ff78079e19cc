SELECT file FROM watch WHERE watch = :id;
