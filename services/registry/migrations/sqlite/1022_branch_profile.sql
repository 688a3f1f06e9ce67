-- What was told of a branch, as it stood after each change of it.
CREATE TABLE branch_profile (
    branch_id        TEXT    NOT NULL REFERENCES branch (branch_id),
    book_version     INTEGER NOT NULL,
    name             TEXT    NOT NULL,
    kind             TEXT    NOT NULL,
    address          TEXT    NOT NULL,
    phone            TEXT    NOT NULL,
    contacts         BLOB    NOT NULL,
    time_zone        TEXT    NOT NULL,
    opening_periods  TEXT    NOT NULL,
    closed           INTEGER NOT NULL CHECK (closed IN (0, 1)),
    parts_center_id  TEXT,
    calendar_version INTEGER NOT NULL,
    version          INTEGER NOT NULL,
    PRIMARY KEY (branch_id, book_version)
) STRICT;
