-- What was told of a branch, as it stood after each change of it.
CREATE TABLE branch_profile (
    branch_id        TEXT    NOT NULL REFERENCES branch (branch_id),
    book_version     BIGINT  NOT NULL,
    name             TEXT    NOT NULL,
    kind             TEXT    NOT NULL,
    address          TEXT    NOT NULL,
    phone            TEXT    NOT NULL,
    contacts         BYTEA   NOT NULL,
    time_zone        TEXT    NOT NULL,
    opening_periods  TEXT    NOT NULL,
    closed           BOOLEAN NOT NULL,
    parts_center_id  TEXT,
    calendar_version BIGINT  NOT NULL,
    version          BIGINT  NOT NULL,
    PRIMARY KEY (branch_id, book_version)
);
