-- The newest :last (-1: all) of those before :before (0: none is named), of the open ones (:key 'open') or of all.
WITH newest AS (SELECT * FROM sighting WHERE (:key = '' OR sighting_state = 'candidate')
    AND (:before = 0 OR sighting < :before) ORDER BY sighting DESC LIMIT :last)
SELECT s.sighting, s.sighting_state AS state, s.file, s.sighting_kind AS kind, s.seen, s.direction, s.country, s.section,
    s.owner, CASE WHEN :all OR (s.section = :section OR f.section = :section)
        AND NOT EXISTS (SELECT 1 FROM kept_from AS k WHERE k.file = f.file AND k.person = :person) THEN s.sequence END AS "text@"
FROM newest AS s JOIN file AS f ON f.file = s.file ORDER BY s.sighting;
