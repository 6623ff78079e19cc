UPDATE sighting SET sighting_state = 'confirmed', person = :actor WHERE sighting = :sighting;
