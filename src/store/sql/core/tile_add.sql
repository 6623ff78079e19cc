INSERT INTO tile (tile, bytes) VALUES (:tile, zeroblob(16384));
