CREATE TABLE request (
    request INTEGER PRIMARY KEY,
    direction TEXT NOT NULL,
    channel INTEGER,
    section TEXT NOT NULL,
    owner TEXT NOT NULL,
    file INTEGER,
    tip INTEGER,
    request_state TEXT NOT NULL,
    profile TEXT NOT NULL,
    urgency TEXT NOT NULL,
    due INTEGER NOT NULL,
    stopped INTEGER,
    obligation INTEGER NOT NULL,
    standing INTEGER,
    answers INTEGER NOT NULL,    -- interim ones
    disputed INTEGER,
    reference TEXT,
    theirs TEXT,
    time INTEGER NOT NULL,
    ended INTEGER,
    sequence INTEGER NOT NULL
);
CREATE INDEX request_file ON request (file) WHERE file IS NOT NULL;
CREATE INDEX request_tip ON request (tip) WHERE tip IS NOT NULL;
-- By what the desk that asked calls it: theirs where it came, reference where it is ours.
CREATE INDEX request_channel ON request (channel, direction, coalesce(theirs, reference)) WHERE channel IS NOT NULL;
CREATE TABLE handover (
    handover INTEGER PRIMARY KEY,
    direction TEXT NOT NULL,
    channel INTEGER NOT NULL,
    file INTEGER,
    owner TEXT NOT NULL,
    handover_state TEXT NOT NULL,
    due INTEGER NOT NULL,
    obligation INTEGER NOT NULL,
    theirs TEXT,
    time INTEGER NOT NULL,
    sequence INTEGER NOT NULL
);
CREATE INDEX handover_file ON handover (file) WHERE file IS NOT NULL;
CREATE INDEX handover_channel ON handover (channel, direction, theirs);
