-- a call may ring and wait before it is answered, so the states of phone_call grow: SQLite needs the table anew
CREATE TABLE phone_call_1010 (
    id               BLOB    NOT NULL PRIMARY KEY,
    branch_id        TEXT    NOT NULL,
    line_id          TEXT    NOT NULL,
    state            TEXT    NOT NULL CHECK (state IN ('QUEUED', 'RINGING', 'ANSWERED', 'WRAP_UP', 'ENDED')),
    phone            BLOB,
    ring_count       INTEGER NOT NULL,
    within_rings     INTEGER NOT NULL CHECK (within_rings IN (0, 1)),
    rang_at          INTEGER NOT NULL,
    answered_at      INTEGER,
    agent_id         TEXT    NOT NULL,
    ended_at         INTEGER,
    wrap_up          TEXT,
    need             BLOB,
    version          INTEGER NOT NULL,
    provider         TEXT    NOT NULL DEFAULT '',
    provider_call_id TEXT    NOT NULL DEFAULT '',
    direction        TEXT    NOT NULL DEFAULT 'INBOUND' CHECK (direction IN ('INBOUND', 'OUTBOUND')),
    queued_at        INTEGER,
    hung_up_at       INTEGER,
    cause            TEXT,
    reached          INTEGER NOT NULL DEFAULT 0 CHECK (reached IN (0, 1)),
    ring_micros      INTEGER NOT NULL DEFAULT 0,
    queue_micros     INTEGER NOT NULL DEFAULT 0,
    talk_micros      INTEGER NOT NULL DEFAULT 0,
    hold_micros      INTEGER NOT NULL DEFAULT 0,
    wrap_micros      INTEGER NOT NULL DEFAULT 0,
    phone_mac        BLOB,
    missed           TEXT CHECK (missed IN ('OPEN', 'RESOLVED')),
    missed_outcome   TEXT,
    resolved_at      INTEGER,
    resolved_by      TEXT    NOT NULL DEFAULT ''
) STRICT;

INSERT INTO phone_call_1010 (
    id, branch_id, line_id, state, phone, ring_count, within_rings, rang_at, answered_at, agent_id, ended_at, wrap_up,
    need, version, reached
)
SELECT
    id, branch_id, line_id, state, phone, ring_count, within_rings, rang_at, answered_at, agent_id, ended_at, wrap_up,
    need, version, CASE WHEN answered_at IS NULL THEN 0 ELSE 1 END
FROM phone_call;

DROP TABLE phone_call;

ALTER TABLE phone_call_1010 RENAME TO phone_call;

CREATE INDEX phone_call_rang ON phone_call (branch_id, rang_at, id);
CREATE INDEX phone_call_missed ON phone_call (branch_id, rang_at, id) WHERE missed = 'OPEN';
CREATE INDEX phone_call_unwrapped ON phone_call (branch_id, agent_id) WHERE state IN ('ANSWERED', 'WRAP_UP');

-- what the exchange said, as it said it; a call is reckoned from all of its events
CREATE TABLE call_event (
    branch_id        TEXT    NOT NULL,
    provider         TEXT    NOT NULL,
    event_id         TEXT    NOT NULL,
    call_id          BLOB    NOT NULL,
    provider_call_id TEXT    NOT NULL,
    leg_id           TEXT    NOT NULL,
    kind             TEXT    NOT NULL,
    occurred_at      INTEGER NOT NULL,
    agent_id         TEXT    NOT NULL,
    cause            TEXT,
    ring_count       INTEGER,
    queued_at        INTEGER,
    rang_at          INTEGER,
    answered_at      INTEGER,
    received_at      INTEGER NOT NULL,
    PRIMARY KEY (branch_id, provider, event_id)
) STRICT;

CREATE INDEX call_event_call ON call_event (call_id);

-- the exchange's names of a call: a transfer may give it a second one
CREATE TABLE call_name (
    branch_id        TEXT NOT NULL,
    provider         TEXT NOT NULL,
    provider_call_id TEXT NOT NULL,
    call_id          BLOB NOT NULL,
    PRIMARY KEY (branch_id, provider, provider_call_id)
) STRICT;

CREATE TABLE call_leg (
    call_id          BLOB    NOT NULL,
    provider_call_id TEXT    NOT NULL,
    leg_id           TEXT    NOT NULL,
    agent_id         TEXT    NOT NULL,
    rang_at          INTEGER,
    answered_at      INTEGER,
    ended_at         INTEGER,
    cause            TEXT,
    ring_micros      INTEGER NOT NULL,
    talk_micros      INTEGER NOT NULL,
    hold_micros      INTEGER NOT NULL,
    PRIMARY KEY (call_id, provider_call_id, leg_id, agent_id)
) STRICT;

CREATE INDEX call_leg_open ON call_leg (agent_id, call_id) WHERE ended_at IS NULL;

CREATE TABLE call_recording (
    call_id          BLOB    NOT NULL,
    uri              TEXT    NOT NULL,
    started_at       INTEGER NOT NULL,
    duration_seconds INTEGER NOT NULL,
    sha256           TEXT    NOT NULL,
    consented        INTEGER NOT NULL CHECK (consented IN (0, 1)),
    retain_until     TEXT    NOT NULL,
    PRIMARY KEY (call_id, uri)
) STRICT;

-- who was in which state how long; the open stretch is the present. Microseconds as numbers: they are summed by SQL.
CREATE TABLE agent_stretch (
    id         BLOB    NOT NULL PRIMARY KEY,
    branch_id  TEXT    NOT NULL,
    agent_id   TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    call_id    BLOB,
    since      INTEGER NOT NULL,
    until      INTEGER,
    version    INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX agent_stretch_present ON agent_stretch (branch_id, agent_id) WHERE until IS NULL;
CREATE INDEX agent_stretch_since ON agent_stretch (branch_id, since);
