-- Who works here, and who holds which post.
CREATE TABLE person (
    person INTEGER PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    section TEXT,
    added INTEGER NOT NULL,      -- the event's sequence, where the name's opening lies
    left_at INTEGER              -- the time he left
);
CREATE TABLE post (
    post TEXT PRIMARY KEY,
    person INTEGER,              -- who holds it now
    until INTEGER
);
CREATE TABLE desk (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    desk TEXT NOT NULL,
    desk_name TEXT,
    clock TEXT,                  -- of a scenario desk: the file that its time is read from
    founded INTEGER NOT NULL
);
