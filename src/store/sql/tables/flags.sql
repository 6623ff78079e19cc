CREATE TABLE flag (
    flag INTEGER PRIMARY KEY,
    file INTEGER NOT NULL,
    flag_kind TEXT NOT NULL,
    weight INTEGER NOT NULL,     -- hundredths
    half_life INTEGER NOT NULL,  -- days
    date INTEGER NOT NULL,
    report TEXT,
    channel INTEGER,             -- the originator
    reliability TEXT,
    credibility TEXT,
    doors INTEGER NOT NULL,      -- through how many it was told
    time INTEGER NOT NULL,
    actor INTEGER NOT NULL,
    sequence INTEGER NOT NULL
);
CREATE INDEX flag_file ON flag (file);
CREATE TABLE door (
    flag INTEGER NOT NULL,
    channel INTEGER,             -- told by this desk, or by our own section
    section TEXT,                -- told to
    sequence INTEGER PRIMARY KEY
);
CREATE INDEX door_flag ON door (flag);
CREATE TABLE proposal (          -- to reopen a file
    proposal INTEGER PRIMARY KEY,
    file INTEGER NOT NULL,
    proposal_state TEXT NOT NULL,
    sum INTEGER NOT NULL,
    threshold INTEGER NOT NULL,
    due INTEGER NOT NULL,
    owner TEXT NOT NULL,
    obligation INTEGER NOT NULL,
    time INTEGER NOT NULL,
    decided INTEGER,
    sequence INTEGER NOT NULL
);
CREATE INDEX proposal_file ON proposal (file);
