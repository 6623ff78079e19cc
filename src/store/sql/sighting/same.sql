SELECT count(*) FROM sighting WHERE file = :file AND seen = :seen AND sighting_kind = :sighting_kind AND section = :section
    AND evidence = :evidence;
