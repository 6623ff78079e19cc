CREATE TABLE tip (
    tip INTEGER PRIMARY KEY,
    tip_state TEXT NOT NULL,
    subject INTEGER NOT NULL,
    file INTEGER,
    section TEXT NOT NULL,
    owner TEXT NOT NULL,
    due INTEGER NOT NULL,
    channel INTEGER,
    theirs TEXT,
    report TEXT NOT NULL,        -- tellings of one report share it
    reliability TEXT NOT NULL,
    credibility TEXT NOT NULL,
    origin TEXT,
    standing INTEGER,
    tlp TEXT NOT NULL,
    pap TEXT,
    europol TEXT,
    offence TEXT,
    political TEXT,
    mistreatment TEXT,
    ground TEXT,
    overseer_agreed INTEGER,
    time INTEGER NOT NULL,
    sequence INTEGER NOT NULL
);
CREATE INDEX tip_subject ON tip (subject);
CREATE INDEX tip_file ON tip (file) WHERE file IS NOT NULL;
CREATE INDEX tip_channel ON tip (channel, theirs) WHERE channel IS NOT NULL;
CREATE TABLE duplicate (
    duplicate INTEGER PRIMARY KEY,
    duplicate_state TEXT NOT NULL,
    tip INTEGER NOT NULL,
    file INTEGER NOT NULL,
    subject INTEGER NOT NULL,
    other_subject INTEGER NOT NULL,
    evidence INTEGER,
    obligation INTEGER NOT NULL,
    sequence INTEGER NOT NULL
);
CREATE INDEX duplicate_tip ON duplicate (tip);
