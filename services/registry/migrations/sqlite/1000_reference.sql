-- One row: every change of the reference data takes the next version, so that changes happen one after the other.
CREATE TABLE reference_head (
    id               INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    version          INTEGER NOT NULL,
    national_version INTEGER NOT NULL
) STRICT;

INSERT INTO reference_head (id, version, national_version) VALUES (1, 0, 0);

CREATE TABLE branch (
    branch_id        TEXT    NOT NULL PRIMARY KEY,
    name             TEXT    NOT NULL,
    kind             TEXT    NOT NULL CHECK (kind IN ('BRANCH', 'PARTS_CENTER', 'HQ')),
    address          TEXT    NOT NULL,
    phone            TEXT    NOT NULL,
    contacts         BLOB    NOT NULL,
    time_zone        TEXT    NOT NULL,
    opening_periods  TEXT    NOT NULL,
    closed           INTEGER NOT NULL CHECK (closed IN (0, 1)),
    parts_center_id  TEXT,
    calendar_version INTEGER NOT NULL,
    version          INTEGER NOT NULL
) STRICT;

CREATE TABLE staff (
    staff_id  TEXT    NOT NULL PRIMARY KEY,
    branch_id TEXT    NOT NULL REFERENCES branch (branch_id),
    person    BLOB    NOT NULL,
    roles     INTEGER NOT NULL,
    skills    TEXT    NOT NULL,
    has_left  INTEGER NOT NULL CHECK (has_left IN (0, 1)),
    version   INTEGER NOT NULL
) STRICT;

CREATE INDEX staff_branch ON staff (branch_id, staff_id);

-- branch_id is empty for the company.
CREATE TABLE policy (
    policy_key     TEXT    NOT NULL,
    branch_id      TEXT    NOT NULL,
    version        INTEGER NOT NULL,
    value          TEXT    NOT NULL,
    effective_from INTEGER NOT NULL,
    PRIMARY KEY (policy_key, branch_id, version)
) STRICT;

CREATE TABLE notice (
    year        INTEGER NOT NULL PRIMARY KEY,
    source      TEXT    NOT NULL CHECK (source IN ('SHIPPED', 'NOTICE')),
    papers      TEXT    NOT NULL,
    imported_at INTEGER NOT NULL
) STRICT;

CREATE TABLE notice_day (
    year     INTEGER NOT NULL REFERENCES notice (year),
    day_date TEXT    NOT NULL,
    kind     TEXT    NOT NULL CHECK (kind IN ('OFF', 'WORK')),
    name     TEXT    NOT NULL,
    PRIMARY KEY (year, day_date)
) STRICT;

CREATE TABLE calendar_override (
    branch_id TEXT NOT NULL REFERENCES branch (branch_id),
    day_date  TEXT NOT NULL,
    kind      TEXT NOT NULL CHECK (kind IN ('OFF', 'WORK')),
    name      TEXT NOT NULL,
    hours     TEXT NOT NULL,
    PRIMARY KEY (branch_id, day_date)
) STRICT;

CREATE TABLE branch_book (
    branch_id TEXT    NOT NULL PRIMARY KEY REFERENCES branch (branch_id),
    version   INTEGER NOT NULL,
    book      BLOB    NOT NULL
) STRICT;
