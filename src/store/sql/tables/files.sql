CREATE TABLE file (
    file INTEGER PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    post TEXT NOT NULL,
    person INTEGER,
    opened INTEGER NOT NULL
);
CREATE TABLE note (
    note INTEGER PRIMARY KEY,
    file INTEGER NOT NULL,
    sequence INTEGER NOT NULL,   -- where the text's opening lies
    time INTEGER NOT NULL,
    actor INTEGER NOT NULL
);
