-- What cannot be made again: events, sealed openings, ledgers, checkpoints.
CREATE TABLE event (
    sequence INTEGER PRIMARY KEY,
    ledger INTEGER NOT NULL,
    leaf INTEGER NOT NULL,       -- its index in that ledger
    header BLOB NOT NULL,        -- the leaf's bytes
    kind TEXT NOT NULL,          -- of the values; for a domestic event as in the header
    version INTEGER NOT NULL,
    time INTEGER NOT NULL,
    actor INTEGER NOT NULL,
    open BLOB NOT NULL           -- packed values, the sealed as commitments
);
CREATE UNIQUE INDEX event_leaf ON event (ledger, leaf);

CREATE TABLE opening (
    sequence INTEGER NOT NULL,
    field TEXT NOT NULL,
    key BLOB NOT NULL,           -- the row's own key, wrapped by the desk's rest key
    sealed BLOB NOT NULL,        -- salt and value, under that key
    PRIMARY KEY (sequence, field)
) WITHOUT ROWID;

CREATE TABLE ledger (
    ledger INTEGER PRIMARY KEY,  -- 0 is the domestic one, others are channels
    origin TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL
);

CREATE TABLE tile (
    tile INTEGER PRIMARY KEY,    -- ledger * 2^40 + block of ledger/tiles.h
    bytes BLOB NOT NULL          -- 16 KiB
);

CREATE TABLE checkpoint (
    ledger INTEGER NOT NULL,
    size INTEGER NOT NULL,
    note BLOB NOT NULL,          -- signed, never made again
    PRIMARY KEY (ledger, size)
) WITHOUT ROWID;

CREATE TABLE cosignature (
    ledger INTEGER NOT NULL,
    size INTEGER NOT NULL,
    cosigner TEXT NOT NULL,
    line BLOB NOT NULL,          -- one signature line of the note
    PRIMARY KEY (ledger, size, cosigner)
) WITHOUT ROWID;
