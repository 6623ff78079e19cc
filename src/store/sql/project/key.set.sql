INSERT INTO desk_key (key_role, key, next_key, sequence) VALUES (:key_role, :key, :next_key, :sequence);
