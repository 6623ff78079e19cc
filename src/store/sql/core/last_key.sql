SELECT coalesce(max(sequence), 0) FROM desk_key;
