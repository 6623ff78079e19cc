UPDATE sighting SET sighting_state = 'dismissed', person = :actor WHERE sighting = :sighting;
