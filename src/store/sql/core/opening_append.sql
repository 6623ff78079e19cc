INSERT INTO opening (sequence, field, key, sealed) VALUES (:sequence, :field, :key, :sealed);
