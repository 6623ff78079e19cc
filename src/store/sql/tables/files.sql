CREATE TABLE file (
    file INTEGER PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    theirs TEXT,                 -- the counterpart's reference
    file_state TEXT NOT NULL,
    subject INTEGER NOT NULL,
    section TEXT NOT NULL,
    owner TEXT NOT NULL,         -- a post
    holder INTEGER,              -- a person in it
    channel INTEGER,             -- the counterpart whose tip it rests on
    tip INTEGER,
    opened INTEGER NOT NULL,
    decided INTEGER NOT NULL,    -- the last decision to open, close or reopen
    review INTEGER,
    proposal INTEGER,            -- the one that is pending
    sequence INTEGER NOT NULL
);
CREATE INDEX file_subject ON file (subject);
CREATE INDEX file_review ON file (review) WHERE review IS NOT NULL;
CREATE TABLE file_member (       -- other persons on the file, each with his role there
    file INTEGER NOT NULL,
    subject INTEGER NOT NULL,
    subject_role TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (file, subject)
) WITHOUT ROWID;
CREATE INDEX file_member_subject ON file_member (subject);
CREATE TABLE note (
    sequence INTEGER PRIMARY KEY, -- where the text lies
    file INTEGER NOT NULL,
    time INTEGER NOT NULL,
    actor INTEGER NOT NULL
);
CREATE INDEX note_file ON note (file);
CREATE TABLE attachment (
    sequence INTEGER PRIMARY KEY, -- where name and content lie
    file INTEGER NOT NULL,
    media TEXT NOT NULL,
    size INTEGER NOT NULL,
    digest BLOB NOT NULL,
    time INTEGER NOT NULL,
    actor INTEGER NOT NULL
);
CREATE INDEX attachment_file ON attachment (file);
