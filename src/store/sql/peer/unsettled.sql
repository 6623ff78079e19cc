SELECT count(*) FROM channel WHERE restored < (SELECT coalesce(max(sequence), 0) FROM restoration);
