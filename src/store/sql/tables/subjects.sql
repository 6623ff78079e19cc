-- Persons as this desk knows them. Values lie in the openings of their events.
CREATE TABLE subject (
    subject INTEGER PRIMARY KEY,
    subject_role TEXT NOT NULL,
    protection TEXT,
    origin TEXT,                 -- the state his protection is from
    into_subject INTEGER,        -- whom he was merged into
    channel INTEGER,
    sequence INTEGER NOT NULL
);
CREATE INDEX subject_into ON subject (into_subject) WHERE into_subject IS NOT NULL;
CREATE TABLE value (
    sequence INTEGER PRIMARY KEY, -- where value, translation and source lie
    subject INTEGER NOT NULL,
    property TEXT NOT NULL,
    language TEXT,
    reliability TEXT,
    credibility TEXT,
    channel INTEGER,
    actor INTEGER NOT NULL,
    time INTEGER NOT NULL
);
CREATE INDEX value_subject ON value (subject);
CREATE TABLE distinct_subjects (  -- decided to be two persons
    subject INTEGER NOT NULL,
    other_subject INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (subject, other_subject)
) WITHOUT ROWID;
CREATE TABLE clearance (
    clearance INTEGER PRIMARY KEY,
    file INTEGER NOT NULL,
    subject INTEGER NOT NULL,    -- the look-alike
    clearance_basis TEXT NOT NULL,
    channel INTEGER,
    sequence INTEGER NOT NULL    -- where the distinguishing value lies
);
CREATE INDEX clearance_file ON clearance (file);
CREATE INDEX clearance_subject ON clearance (subject);
