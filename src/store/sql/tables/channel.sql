-- Our own cards, newest last.
CREATE TABLE own_card (
    card_number INTEGER PRIMARY KEY,
    card TEXT NOT NULL,
    desk_id BLOB NOT NULL
);
-- One row a counterpart: how far both directions have come, and what is in force.
CREATE TABLE channel (
    channel INTEGER PRIMARY KEY,      -- the number of its ledger
    counterpart TEXT NOT NULL UNIQUE,
    desk_id BLOB NOT NULL UNIQUE,     -- the counterpart's
    channel_id BLOB NOT NULL,
    card TEXT NOT NULL,               -- the counterpart's, in force
    card_number INTEGER NOT NULL,
    agreement TEXT,
    agreement_number INTEGER NOT NULL DEFAULT 0,
    digest BLOB,                      -- of the agreement in force
    digest_before BLOB,
    level INTEGER NOT NULL DEFAULT 2, -- as agreed; before the first agreement, suspended
    level_ours INTEGER NOT NULL DEFAULT 0,
    level_theirs INTEGER NOT NULL DEFAULT 0,
    numbered INTEGER NOT NULL DEFAULT 0, -- our last message number
    sent INTEGER NOT NULL DEFAULT 0,
    sent_head BLOB,
    received INTEGER NOT NULL DEFAULT 0,
    received_head BLOB,
    receipted INTEGER NOT NULL DEFAULT 0,
    cosigned INTEGER NOT NULL DEFAULT 0, -- the counterpart's head that we cosigned last
    cosigned_root BLOB,
    cosigned_note BLOB,
    countersigned INTEGER NOT NULL DEFAULT 0, -- ours that the counterpart cosigned last
    cut INTEGER NOT NULL DEFAULT 0,
    cut_time INTEGER NOT NULL DEFAULT 0,
    cut_ours INTEGER NOT NULL DEFAULT 0,
    paired INTEGER NOT NULL,
    day INTEGER NOT NULL DEFAULT 0,      -- since 1970: of what was taken in on it
    day_taken INTEGER NOT NULL DEFAULT 0,
    day_refused INTEGER NOT NULL DEFAULT 0, -- of these, by a verdict
    day_threats INTEGER NOT NULL DEFAULT 0, -- of these, threats to life
    day_bytes INTEGER NOT NULL DEFAULT 0,
    restored INTEGER NOT NULL DEFAULT 0, -- the event at which what a restoration lost was all given back
    told INTEGER NOT NULL DEFAULT 0,     -- who was told of what waits now
    told_since INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE agreement (              -- every one that was ever in force
    channel INTEGER NOT NULL,
    digest BLOB NOT NULL,
    agreement TEXT NOT NULL,
    PRIMARY KEY (channel, digest)
) WITHOUT ROWID;
CREATE TABLE channel_card (
    channel INTEGER NOT NULL,
    card_number INTEGER NOT NULL,
    card TEXT NOT NULL,
    revoked INTEGER,                  -- its key was stolen then
    since INTEGER NOT NULL DEFAULT 0, -- in the counterpart's ledger: it signs the leaves from here on
    PRIMARY KEY (channel, card_number)
) WITHOUT ROWID;
-- What we wrote and what came, by the sender's number.
CREATE TABLE message (
    channel INTEGER NOT NULL,
    direction INTEGER NOT NULL,       -- 1 sent, 2 received
    number INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    urgent INTEGER NOT NULL,
    state TEXT NOT NULL,              -- held, queued, sent, receipted, refused, withdrawn; received
    person INTEGER,                   -- who owns it here
    file INTEGER,
    subject INTEGER,
    sighting INTEGER,
    whose INTEGER,
    about INTEGER,
    due INTEGER,
    content INTEGER,                  -- sequence of the event with its values
    queued INTEGER NOT NULL,
    released INTEGER,
    sequence INTEGER,                 -- in the line, of its last sending
    at INTEGER,                       -- sent or received
    receipted INTEGER,                -- the receipt's time
    verdict INTEGER,
    taken_up INTEGER,
    PRIMARY KEY (channel, direction, number)
) WITHOUT ROWID;
CREATE INDEX message_waiting ON message (channel, urgent DESC, number) WHERE state = 'queued';
CREATE INDEX message_open ON message (channel, state, released) WHERE direction = 1 AND state IN ('queued', 'sent');
CREATE INDEX message_question ON message (channel, direction) WHERE kind = 41;
CREATE INDEX message_held ON message (channel, number) WHERE state = 'held';
CREATE INDEX message_content ON message (content);
CREATE INDEX message_about ON message (channel, direction, about) WHERE about IS NOT NULL;
-- The line: every number of the sequence, both ways.
CREATE TABLE line (
    channel INTEGER NOT NULL,
    direction INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    digest BLOB NOT NULL,
    position INTEGER NOT NULL,        -- in the sender's ledger
    event INTEGER NOT NULL,
    at INTEGER NOT NULL,
    tombstone INTEGER NOT NULL DEFAULT 0,
    verdict INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (channel, direction, sequence)
) WITHOUT ROWID;
CREATE INDEX line_refused ON line (channel, direction) WHERE verdict > 1;
-- Receipts: given for what came (ours 1), got for what we sent (ours 0).
CREATE TABLE receipt (
    channel INTEGER NOT NULL,
    ours INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    event INTEGER NOT NULL,
    PRIMARY KEY (channel, ours, first)
) WITHOUT ROWID;
CREATE TABLE owed (
    channel INTEGER NOT NULL,
    ours INTEGER NOT NULL,            -- 1: we asked
    number INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    since INTEGER NOT NULL,
    latest INTEGER NOT NULL,          -- of what was set and extended
    due INTEGER NOT NULL,             -- with what its clock stood still
    pauses INTEGER NOT NULL DEFAULT 0,
    resumes INTEGER NOT NULL DEFAULT 0,
    shift INTEGER NOT NULL DEFAULT 0,
    end INTEGER NOT NULL DEFAULT 0,
    ended INTEGER,
    ground TEXT,
    disputed INTEGER NOT NULL DEFAULT 0,
    useful INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (channel, ours, number)
) WITHOUT ROWID;
CREATE INDEX owed_due ON owed (due) WHERE end = 0;
CREATE TABLE rejected (
    channel INTEGER NOT NULL,
    digest BLOB NOT NULL,
    verdict INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    first_time INTEGER NOT NULL,
    PRIMARY KEY (channel, digest, verdict)
) WITHOUT ROWID;
CREATE TABLE cut (
    channel INTEGER NOT NULL,
    ours INTEGER NOT NULL,
    cut_number INTEGER NOT NULL,
    time INTEGER NOT NULL,
    event INTEGER NOT NULL,
    PRIMARY KEY (channel, ours, cut_number)
) WITHOUT ROWID;
CREATE TABLE head (
    channel INTEGER NOT NULL,
    size INTEGER NOT NULL,            -- of our ledger of the channel
    line BLOB NOT NULL,               -- the counterpart's signature line
    PRIMARY KEY (channel, size)
) WITHOUT ROWID;
CREATE TABLE alarm (
    sequence INTEGER PRIMARY KEY,
    channel INTEGER NOT NULL,
    alarm TEXT NOT NULL,
    first INTEGER,
    time INTEGER NOT NULL
);
-- Whose state's a counterpart is, as our head of desk recorded; without a row it counts as everybody's state of origin.
CREATE TABLE channel_place (
    channel INTEGER PRIMARY KEY,
    country TEXT NOT NULL
);
