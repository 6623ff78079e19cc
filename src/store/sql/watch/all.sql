SELECT * FROM watch ORDER BY ends, watch;
