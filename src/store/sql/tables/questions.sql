-- Private questions that this desk put: what was asked and why lies sealed in the event.
CREATE TABLE question (
    question INTEGER PRIMARY KEY,
    channel INTEGER NOT NULL,
    kind TEXT NOT NULL,          -- persons, contacts
    epoch INTEGER NOT NULL,
    keys INTEGER NOT NULL,       -- charged, whatever was asked
    message INTEGER NOT NULL,    -- our number of the message
    file INTEGER,
    sequence INTEGER NOT NULL,   -- where the rest lies
    actor INTEGER NOT NULL,
    time INTEGER NOT NULL,
    state TEXT NOT NULL,
    matches INTEGER NOT NULL DEFAULT 0,
    refusal INTEGER,             -- the holder's reason (private/refusals.def)
    learned INTEGER,
    request INTEGER,             -- our number of the draft that a match made, the first of them
    UNIQUE (channel, message)
);
CREATE INDEX question_of ON question (actor, kind);
-- Questions that a counterpart put to us, charged before they were answered.
CREATE TABLE question_taken (
    channel INTEGER NOT NULL,
    message INTEGER NOT NULL,    -- their number of it
    kind TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    keys INTEGER NOT NULL,
    refusal INTEGER NOT NULL,    -- 0: to be answered
    digest BLOB NOT NULL,        -- of the question
    time INTEGER NOT NULL,
    answered INTEGER NOT NULL DEFAULT 0, -- the answer is written
    PRIMARY KEY (channel, message)
) WITHOUT ROWID;
CREATE INDEX question_taken_digest ON question_taken (channel, digest);
CREATE INDEX question_taken_open ON question_taken (channel, message) WHERE answered = 0;
CREATE TABLE match_proof (       -- that a counterpart showed; each is used once
    channel INTEGER NOT NULL,
    digest BLOB NOT NULL,        -- of the proof
    message INTEGER NOT NULL,    -- their number of the request
    kind TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    subject INTEGER NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (channel, digest)
) WITHOUT ROWID;
