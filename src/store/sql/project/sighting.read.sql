INSERT OR IGNORE INTO reading (sighting, section, person, time) VALUES (:sighting, :section, :actor, :time);
