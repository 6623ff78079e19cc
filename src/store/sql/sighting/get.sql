SELECT * FROM sighting WHERE sighting = :sighting;
