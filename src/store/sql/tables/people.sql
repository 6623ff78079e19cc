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
