CREATE TABLE obligation (
    obligation INTEGER PRIMARY KEY,
    obligation_kind TEXT NOT NULL,
    about INTEGER NOT NULL,
    file INTEGER,
    section TEXT NOT NULL,
    owner TEXT NOT NULL CHECK (owner <> ''),
    owner_person INTEGER,
    channel INTEGER,
    direction TEXT NOT NULL,     -- in: owed by us; out: to us
    created INTEGER NOT NULL,
    due INTEGER NOT NULL,
    due_before INTEGER,          -- before it was put off last
    climbs INTEGER,              -- when the next rung is told; NULL at the top
    rung TEXT NOT NULL,
    told TEXT,                   -- the post told last
    urgency TEXT NOT NULL,
    stopped INTEGER,             -- since when the clock stands
    obligation_state TEXT NOT NULL,
    ended INTEGER,
    paged INTEGER,               -- when the post that owes it was called; NULL again at each rung
    lateness TEXT,
    sequence INTEGER NOT NULL
);
CREATE INDEX obligation_climbs ON obligation (climbs) WHERE obligation_state = 'owed' AND climbs IS NOT NULL;
CREATE INDEX obligation_owner ON obligation (owner, due) WHERE obligation_state = 'owed';
CREATE INDEX obligation_due ON obligation (due) WHERE obligation_state = 'owed';
CREATE INDEX obligation_unpaged ON obligation (due) WHERE obligation_state = 'owed' AND urgency <> 'normal' AND paged IS NULL;
CREATE INDEX obligation_about ON obligation (obligation_kind, about);
CREATE INDEX obligation_file ON obligation (file) WHERE file IS NOT NULL;
CREATE TABLE shift (
    sequence INTEGER PRIMARY KEY,
    post TEXT NOT NULL,
    person INTEGER NOT NULL,
    actor INTEGER NOT NULL,
    time INTEGER NOT NULL,
    count INTEGER
);
CREATE TABLE digest (
    person INTEGER NOT NULL,
    day INTEGER NOT NULL,
    count INTEGER,
    PRIMARY KEY (person, day)
) WITHOUT ROWID;
CREATE TABLE holiday (
    day INTEGER PRIMARY KEY
);
