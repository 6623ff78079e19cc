SELECT sighting, sighting_state AS state, sighting_kind AS kind, seen, direction, country, section, person AS decided_by
FROM sighting WHERE file = :id ORDER BY sighting;
