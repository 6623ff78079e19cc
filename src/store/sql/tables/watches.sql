CREATE TABLE watch (
    watch INTEGER PRIMARY KEY,
    file INTEGER NOT NULL,
    subject INTEGER NOT NULL,
    watch_action TEXT NOT NULL,
    watch_state TEXT NOT NULL,
    section TEXT NOT NULL,       -- who is told of sightings
    owner TEXT NOT NULL,         -- who decides at its end
    starts INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    until INTEGER,               -- the last undecided day
    announced INTEGER,           -- days before the end, of the last announcement
    channel INTEGER,             -- the counterpart that asked for it
    told TEXT,                   -- and was told yes
    against TEXT,                -- whom its lapse is counted against
    obligation INTEGER NOT NULL,
    sequence INTEGER NOT NULL
);
CREATE INDEX watch_file ON watch (file);
CREATE INDEX watch_ends ON watch (ends) WHERE watch_state IN ('active', 'undecided at its end');
CREATE TABLE sighting (
    sighting INTEGER PRIMARY KEY,
    file INTEGER NOT NULL,
    watch INTEGER,
    subject INTEGER NOT NULL,
    sighting_state TEXT NOT NULL,
    sighting_kind TEXT NOT NULL,
    section TEXT NOT NULL,       -- who reported it
    owner TEXT NOT NULL,
    seen INTEGER NOT NULL,
    direction TEXT,
    country TEXT,
    evidence INTEGER,
    time INTEGER NOT NULL,
    person INTEGER,              -- who confirmed or dismissed it
    sequence INTEGER NOT NULL
);
CREATE INDEX sighting_file ON sighting (file);
CREATE INDEX sighting_watch ON sighting (watch) WHERE watch IS NOT NULL;
CREATE INDEX sighting_subject ON sighting (subject);
CREATE TABLE reading (
    sighting INTEGER NOT NULL,
    section TEXT NOT NULL,
    person INTEGER NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (sighting, section)
) WITHOUT ROWID;
