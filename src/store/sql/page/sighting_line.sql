SELECT sighting, sighting_state AS state, file, owner FROM sighting WHERE sighting = :id;
