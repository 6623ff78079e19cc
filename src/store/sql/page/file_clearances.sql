SELECT clearance, subject, clearance_basis AS by, sequence AS "value@", sequence AS "reason@" FROM clearance
WHERE file = :id ORDER BY clearance;
