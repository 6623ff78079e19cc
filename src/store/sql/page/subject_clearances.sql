SELECT clearance, file, clearance_basis AS by, sequence AS "value@", sequence AS "reason@" FROM clearance
WHERE subject = :id ORDER BY clearance;
