INSERT INTO use_request (sequence, query, file, section, purpose, channel, time) VALUES (:sequence, :query, :file, :section, :purpose, :channel, :time);
