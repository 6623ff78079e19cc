CREATE TABLE consultation (      -- who read what, and why
    sequence INTEGER PRIMARY KEY,
    entity TEXT NOT NULL,
    about INTEGER,
    purpose TEXT NOT NULL,
    obligation INTEGER,
    way TEXT,                    -- of a disclosure
    actor INTEGER NOT NULL,
    time INTEGER NOT NULL
);
CREATE INDEX consultation_about ON consultation (entity, about);
CREATE TABLE content (           -- which events hold sealed values about what: what a purge erases
    sequence INTEGER PRIMARY KEY,
    entity TEXT NOT NULL,
    about INTEGER NOT NULL
);
CREATE INDEX content_about ON content (entity, about);
