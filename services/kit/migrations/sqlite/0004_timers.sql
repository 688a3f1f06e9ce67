CREATE TABLE timer (
    id         BLOB    NOT NULL PRIMARY KEY,
    kind       TEXT    NOT NULL,
    subject    BLOB    NOT NULL,
    branch_id  TEXT    NOT NULL,
    due_at     INTEGER NOT NULL,
    run_at     INTEGER NOT NULL,
    payload    TEXT    NOT NULL,
    attempts   INTEGER NOT NULL,
    last_error TEXT,
    UNIQUE (kind, subject)
) STRICT;

CREATE INDEX timer_run ON timer (run_at, id);

CREATE TABLE deadline (
    id               BLOB    NOT NULL PRIMARY KEY,
    kind             TEXT    NOT NULL,
    subject          BLOB    NOT NULL,
    ticket_id        BLOB    NOT NULL,
    branch_id        TEXT    NOT NULL,
    policy_key       TEXT    NOT NULL,
    policy_version   INTEGER NOT NULL,
    calendar_version INTEGER NOT NULL,
    amount           TEXT    NOT NULL,
    started_at       INTEGER NOT NULL,
    due_at           INTEGER NOT NULL,
    provisional      INTEGER NOT NULL CHECK (provisional IN (0, 1)),
    fixed            INTEGER NOT NULL CHECK (fixed IN (0, 1)),
    state            TEXT    NOT NULL CHECK (state IN ('RUNNING', 'PAUSED', 'MET', 'MISSED', 'SUPERSEDED', 'CANCELLED')),
    missed_at        INTEGER,
    ended_at         INTEGER,
    version          INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX deadline_open ON deadline (kind, subject) WHERE ended_at IS NULL;
CREATE INDEX deadline_ticket ON deadline (ticket_id, due_at, id);
CREATE INDEX deadline_listed ON deadline (branch_id, due_at, id);
CREATE INDEX deadline_branch ON deadline (branch_id, due_at, id) WHERE ended_at IS NULL;

CREATE TABLE deadline_segment (
    deadline_id BLOB    NOT NULL REFERENCES deadline (id),
    position    INTEGER NOT NULL,
    kind        TEXT    NOT NULL CHECK (kind IN ('RUNNING', 'PAUSED')),
    reason      TEXT    NOT NULL,
    from_at     INTEGER NOT NULL,
    to_at       INTEGER,
    PRIMARY KEY (deadline_id, position)
) STRICT;

CREATE TABLE deadline_change (
    deadline_id BLOB    NOT NULL REFERENCES deadline (id),
    position    INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    old_due     INTEGER NOT NULL,
    new_due     INTEGER NOT NULL,
    cause       TEXT    NOT NULL,
    PRIMARY KEY (deadline_id, position)
) STRICT;
