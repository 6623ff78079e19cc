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
