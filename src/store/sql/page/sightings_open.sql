SELECT s.sighting, s.sighting_state AS state, s.file, s.sighting_kind AS kind, s.seen, s.direction, s.country, s.section,
    s.owner, CASE WHEN :all OR (s.section = :section OR f.section = :section)
        AND NOT EXISTS (SELECT 1 FROM kept_from AS k WHERE k.file = f.file AND k.person = :person) THEN s.sequence END AS "text@"
FROM sighting AS s JOIN file AS f ON f.file = s.file WHERE s.sighting_state = 'candidate' ORDER BY s.sighting;
