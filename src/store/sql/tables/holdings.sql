-- Who may be asked about privately, by which counterpart.
CREATE TABLE holding (
    channel INTEGER NOT NULL,
    kind TEXT NOT NULL,          -- persons, contacts
    subject INTEGER NOT NULL,
    sequence INTEGER NOT NULL,   -- where the reason lies
    actor INTEGER NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (channel, kind, subject)
) WITHOUT ROWID;
CREATE INDEX holding_subject ON holding (subject);
CREATE TABLE epoch (              -- what was published of a holding
    channel INTEGER NOT NULL,
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    count INTEGER NOT NULL,      -- persons
    notice BLOB NOT NULL,
    sequence INTEGER NOT NULL,   -- where their values lie
    actor INTEGER NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (channel, kind, number)
) WITHOUT ROWID;
CREATE TABLE their_table (        -- what the counterpart published
    channel INTEGER NOT NULL,
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,     -- of the epoch
    notice BLOB NOT NULL,
    taken INTEGER,               -- when it came whole and was put in force; NULL: it did not yet
    PRIMARY KEY (channel, kind, number)
) WITHOUT ROWID;
