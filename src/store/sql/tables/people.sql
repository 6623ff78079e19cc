-- Who works here, and who holds which post.
CREATE TABLE person (
    person INTEGER PRIMARY KEY,
    role TEXT NOT NULL,
    section TEXT,
    added INTEGER NOT NULL,      -- the event's sequence, where the name's opening lies
    left INTEGER                 -- when he left
);
CREATE TABLE post (
    post TEXT PRIMARY KEY,
    person INTEGER,              -- who holds it now
    until INTEGER
);
CREATE TABLE desk (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    desk TEXT NOT NULL,
    founded INTEGER NOT NULL
);
