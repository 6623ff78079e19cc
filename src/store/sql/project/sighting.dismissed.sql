UPDATE sighting SET sighting_state = 'dismissed', person = :actor WHERE sighting = :sighting;
INSERT INTO content (sequence, entity, about) SELECT :sequence, 'file', file FROM sighting WHERE sighting = :sighting AND file IS NOT NULL;
