-- The blind index (desk/blind.h): by whom a person's match keys are found. Made of sealed values under keys
-- derived from the rest key, so no replay can make it; it is made again where it is lacking.
CREATE TABLE blind (
    tag INTEGER NOT NULL,        -- a keyed hash of a match key
    posting BLOB NOT NULL,       -- subject and date code, sealed under tag
    PRIMARY KEY (tag, posting)
) WITHOUT ROWID;
CREATE TABLE blind_subject (
    subject INTEGER PRIMARY KEY,
    keys BLOB NOT NULL           -- what his rows were made of, sealed: to take them away by
);
CREATE TABLE blind_stale (
    subject INTEGER PRIMARY KEY  -- changed in this transaction
);
CREATE TABLE blind_state (
    fingerprint BLOB NOT NULL,   -- of the tables that the keys were made with
    persons INTEGER NOT NULL     -- rows of blind_subject
);
