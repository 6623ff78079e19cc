-- Who may be asked about privately, by which counterpart.
CREATE TABLE holding (
    channel INTEGER NOT NULL,
    subject INTEGER NOT NULL,
    sequence INTEGER NOT NULL,   -- where the reason lies
    actor INTEGER NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (channel, subject)
) WITHOUT ROWID;
CREATE INDEX holding_subject ON holding (subject);
CREATE TABLE epoch (              -- what was published of a holding
    channel INTEGER NOT NULL,
    number INTEGER NOT NULL,
    count INTEGER NOT NULL,      -- persons
    sequence INTEGER NOT NULL,   -- where their values lie
    actor INTEGER NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (channel, number)
) WITHOUT ROWID;
