SELECT * FROM watch WHERE watch = :watch;
