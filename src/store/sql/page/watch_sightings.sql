SELECT sighting, sighting_state AS state, seen, direction, country FROM sighting WHERE watch = :id ORDER BY sighting;
