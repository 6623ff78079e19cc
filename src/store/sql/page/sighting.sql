SELECT sighting, sighting_state AS state, file, watch, section, owner, sighting_kind AS kind, seen, direction, country,
    sequence AS "text@", evidence, person AS decided_by
FROM sighting WHERE sighting = :id;
