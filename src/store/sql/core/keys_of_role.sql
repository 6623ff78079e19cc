SELECT key, next_key FROM desk_key WHERE key_role = :key_role ORDER BY sequence;
