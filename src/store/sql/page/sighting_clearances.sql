SELECT c.clearance, c.subject, c.clearance_basis AS by, c.sequence AS "value@", c.sequence AS "reason@"
FROM clearance AS c JOIN sighting AS s ON s.file = c.file WHERE s.sighting = :id ORDER BY c.clearance;
