SELECT * FROM duplicate WHERE duplicate = :duplicate;
