SELECT file FROM sighting WHERE sighting = :id;
