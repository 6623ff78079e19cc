SELECT v.property, v.sequence AS "value@", v.sequence AS "translation@"
FROM value AS v JOIN tip AS t ON t.subject = v.subject WHERE t.tip = :id ORDER BY v.sequence;
