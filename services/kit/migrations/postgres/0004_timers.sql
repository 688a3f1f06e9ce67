CREATE TABLE timer (
    id         UUID        NOT NULL PRIMARY KEY,
    kind       TEXT        NOT NULL,
    subject    UUID        NOT NULL,
    branch_id  TEXT        NOT NULL,
    due_at     TIMESTAMPTZ NOT NULL,
    run_at     TIMESTAMPTZ NOT NULL,
    payload    TEXT        NOT NULL,
    attempts   BIGINT      NOT NULL,
    last_error TEXT,
    UNIQUE (kind, subject)
);

CREATE INDEX timer_run ON timer (run_at, id);

CREATE TABLE deadline (
    id               UUID        NOT NULL PRIMARY KEY,
    kind             TEXT        NOT NULL,
    subject          UUID        NOT NULL,
    ticket_id        UUID        NOT NULL,
    branch_id        TEXT        NOT NULL,
    policy_key       TEXT        NOT NULL,
    policy_version   BIGINT      NOT NULL,
    calendar_version BIGINT      NOT NULL,
    amount           TEXT        NOT NULL,
    started_at       TIMESTAMPTZ NOT NULL,
    due_at           TIMESTAMPTZ NOT NULL,
    provisional      BOOLEAN     NOT NULL,
    fixed            BOOLEAN     NOT NULL,
    state            TEXT        NOT NULL CHECK (state IN ('RUNNING', 'PAUSED', 'MET', 'MISSED', 'SUPERSEDED', 'CANCELLED')),
    missed_at        TIMESTAMPTZ,
    ended_at         TIMESTAMPTZ,
    version          BIGINT      NOT NULL
);

CREATE UNIQUE INDEX deadline_open ON deadline (kind, subject) WHERE ended_at IS NULL;
CREATE INDEX deadline_ticket ON deadline (ticket_id, due_at, id);
CREATE INDEX deadline_listed ON deadline (branch_id, due_at, id);
CREATE INDEX deadline_branch ON deadline (branch_id, due_at, id) WHERE ended_at IS NULL;

CREATE TABLE deadline_segment (
    deadline_id UUID        NOT NULL REFERENCES deadline (id),
    position    BIGINT      NOT NULL,
    kind        TEXT        NOT NULL CHECK (kind IN ('RUNNING', 'PAUSED')),
    reason      TEXT        NOT NULL,
    from_at     TIMESTAMPTZ NOT NULL,
    to_at       TIMESTAMPTZ,
    PRIMARY KEY (deadline_id, position)
);

CREATE TABLE deadline_change (
    deadline_id UUID        NOT NULL REFERENCES deadline (id),
    position    BIGINT      NOT NULL,
    at          TIMESTAMPTZ NOT NULL,
    old_due     TIMESTAMPTZ NOT NULL,
    new_due     TIMESTAMPTZ NOT NULL,
    cause       TEXT        NOT NULL,
    PRIMARY KEY (deadline_id, position)
);
