SELECT sighting, sighting_state AS state, file, sighting_kind AS kind, seen, direction, country, section, owner,
    sequence AS "text@"
FROM sighting WHERE sighting_state = 'candidate' ORDER BY sighting;
