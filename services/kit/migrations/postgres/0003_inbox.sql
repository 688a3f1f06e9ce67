CREATE TABLE inbox_cursor (
    source TEXT   NOT NULL PRIMARY KEY,
    epoch  BIGINT NOT NULL,
    number BIGINT NOT NULL
);

CREATE TABLE inbox_parked (
    id          UUID        NOT NULL PRIMARY KEY,
    source      TEXT        NOT NULL,
    number      BIGINT      NOT NULL,
    subject     TEXT        NOT NULL,
    type        TEXT        NOT NULL,
    event       BYTEA       NOT NULL,
    state       TEXT        NOT NULL CHECK (state IN ('PARKED', 'WAITING', 'SKIPPED')),
    error       TEXT        NOT NULL,
    attempts    BIGINT      NOT NULL,
    first_at    TIMESTAMPTZ NOT NULL,
    last_at     TIMESTAMPTZ NOT NULL,
    skipped_by  TEXT,
    skip_reason TEXT,
    UNIQUE (source, number)
);

CREATE INDEX inbox_parked_subject ON inbox_parked (source, subject, number) WHERE state <> 'SKIPPED';
