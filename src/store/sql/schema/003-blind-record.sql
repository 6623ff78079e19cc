-- A subject's values in one sealed row, to be compared without opening each where it lies. Made anew with the index.
CREATE TABLE blind_record (
    subject INTEGER PRIMARY KEY,
    sealed BLOB NOT NULL         -- property and value in turn, under a key derived from the rest key
);
DELETE FROM blind_state;
