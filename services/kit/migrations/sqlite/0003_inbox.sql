CREATE TABLE inbox_cursor (
    source TEXT    NOT NULL PRIMARY KEY,
    epoch  INTEGER NOT NULL,
    number INTEGER NOT NULL
) STRICT;

CREATE TABLE inbox_parked (
    id          BLOB    NOT NULL PRIMARY KEY,
    source      TEXT    NOT NULL,
    number      INTEGER NOT NULL,
    subject     TEXT    NOT NULL,
    type        TEXT    NOT NULL,
    event       BLOB    NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('PARKED', 'WAITING', 'SKIPPED')),
    error       TEXT    NOT NULL,
    attempts    INTEGER NOT NULL,
    first_at    INTEGER NOT NULL,
    last_at     INTEGER NOT NULL,
    skipped_by  TEXT,
    skip_reason TEXT,
    UNIQUE (source, number)
) STRICT;

CREATE INDEX inbox_parked_subject ON inbox_parked (source, subject, number) WHERE state <> 'SKIPPED';
