CREATE TABLE reader (            -- who was named by a decision to read a file whose label is TLP:RED
    file INTEGER NOT NULL,
    person INTEGER NOT NULL,
    sequence INTEGER NOT NULL,   -- where the reason lies
    PRIMARY KEY (file, person)
) WITHOUT ROWID;
-- Whom a file is kept from that rests on what is for named readers only; no label counts as TLP:RED. Those are its holder,
-- who owes something about it himself, who was named, and their seniors; overseer and data-protection officer inspect.
CREATE VIEW kept_from AS
    SELECT t.file, p.person FROM tip AS t JOIN person AS p
    WHERE t.file IS NOT NULL AND coalesce(t.tlp, 'TLP:RED') = 'TLP:RED'
        AND p.role NOT IN ('supervisor', 'head', 'overseer', 'data-protection')
        AND NOT EXISTS (SELECT 1 FROM file AS f WHERE f.file = t.file AND f.holder = p.person)
        AND NOT EXISTS (SELECT 1 FROM reader AS r WHERE r.file = t.file AND r.person = p.person)
        AND NOT EXISTS (SELECT 1 FROM obligation AS o
            WHERE o.file = t.file AND o.owner_person = p.person AND o.obligation_state = 'owed');
