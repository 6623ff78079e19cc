SELECT * FROM sighting WHERE file = :file ORDER BY sighting;
