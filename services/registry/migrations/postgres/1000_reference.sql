-- One row: every change of the reference data takes the next version, so that changes happen one after the other.
CREATE TABLE reference_head (
    id               BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    version          BIGINT NOT NULL,
    national_version BIGINT NOT NULL
);

INSERT INTO reference_head (id, version, national_version) VALUES (1, 0, 0);

CREATE TABLE branch (
    branch_id        TEXT    NOT NULL PRIMARY KEY,
    name             TEXT    NOT NULL,
    kind             TEXT    NOT NULL CHECK (kind IN ('BRANCH', 'PARTS_CENTER', 'HQ')),
    address          TEXT    NOT NULL,
    phone            TEXT    NOT NULL,
    contacts         BYTEA   NOT NULL,
    time_zone        TEXT    NOT NULL,
    opening_periods  TEXT    NOT NULL,
    closed           BOOLEAN NOT NULL,
    parts_center_id  TEXT,
    calendar_version BIGINT NOT NULL,
    version          BIGINT NOT NULL
);

CREATE TABLE staff (
    staff_id  TEXT    NOT NULL PRIMARY KEY,
    branch_id TEXT    NOT NULL REFERENCES branch (branch_id),
    person    BYTEA   NOT NULL,
    roles     BIGINT  NOT NULL,
    skills    TEXT    NOT NULL,
    has_left  BOOLEAN NOT NULL,
    version   BIGINT  NOT NULL
);

CREATE INDEX staff_branch ON staff (branch_id, staff_id);

-- branch_id is empty for the company.
CREATE TABLE policy (
    policy_key     TEXT        NOT NULL,
    branch_id      TEXT        NOT NULL,
    version        BIGINT      NOT NULL,
    value          TEXT        NOT NULL,
    effective_from TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (policy_key, branch_id, version)
);

CREATE TABLE notice (
    year        BIGINT      NOT NULL PRIMARY KEY,
    source      TEXT        NOT NULL CHECK (source IN ('SHIPPED', 'NOTICE')),
    papers      TEXT        NOT NULL,
    imported_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE notice_day (
    year     BIGINT NOT NULL REFERENCES notice (year),
    day_date TEXT   NOT NULL,
    kind     TEXT   NOT NULL CHECK (kind IN ('OFF', 'WORK')),
    name     TEXT   NOT NULL,
    PRIMARY KEY (year, day_date)
);

CREATE TABLE calendar_override (
    branch_id TEXT NOT NULL REFERENCES branch (branch_id),
    day_date  TEXT NOT NULL,
    kind      TEXT NOT NULL CHECK (kind IN ('OFF', 'WORK')),
    name      TEXT NOT NULL,
    hours     TEXT NOT NULL,
    PRIMARY KEY (branch_id, day_date)
);

CREATE TABLE branch_book (
    branch_id TEXT   NOT NULL PRIMARY KEY REFERENCES branch (branch_id),
    version   BIGINT NOT NULL,
    book      BYTEA  NOT NULL
);
