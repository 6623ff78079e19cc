-- The desk itself: its founding, its keys over time, what was erased, restorations.
CREATE TABLE desk (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    desk TEXT NOT NULL,
    desk_name TEXT,
    clock TEXT,                  -- of a scenario desk: the file that its time is read from
    founded INTEGER NOT NULL
);
CREATE TABLE desk_key (
    key_role TEXT NOT NULL,
    key BLOB NOT NULL,
    next_key BLOB NOT NULL,
    sequence INTEGER NOT NULL,   -- from when
    PRIMARY KEY (key_role, sequence)
) WITHOUT ROWID;
CREATE TABLE erasure (
    erased INTEGER NOT NULL,     -- the event
    erased_field TEXT NOT NULL,
    ground TEXT NOT NULL,
    sequence INTEGER NOT NULL,   -- the event that says so
    PRIMARY KEY (erased, erased_field)
) WITHOUT ROWID;
CREATE TABLE restoration (
    sequence INTEGER PRIMARY KEY,
    until INTEGER NOT NULL,      -- the time of the last event that the backup held
    time INTEGER NOT NULL
);
CREATE TABLE cosigned (
    ledger_origin TEXT PRIMARY KEY,  -- somebody else's ledger
    size INTEGER NOT NULL,            -- the last head of it that this desk cosigned
    root BLOB NOT NULL
);
CREATE TABLE clock_warning (
    sequence INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,       -- at which the desk's time stood still
    lag INTEGER NOT NULL         -- milliseconds that the machine's clock was behind it
);
