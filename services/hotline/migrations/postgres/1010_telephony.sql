-- a call may ring and wait before it is answered, so the states of phone_call grow
ALTER TABLE phone_call DROP CONSTRAINT phone_call_state_check;
ALTER TABLE phone_call ADD CONSTRAINT phone_call_state_check
    CHECK (state IN ('QUEUED', 'RINGING', 'ANSWERED', 'WRAP_UP', 'ENDED'));
ALTER TABLE phone_call
    ADD COLUMN provider         TEXT        NOT NULL DEFAULT '',
    ADD COLUMN provider_call_id TEXT        NOT NULL DEFAULT '',
    ADD COLUMN direction        TEXT        NOT NULL DEFAULT 'INBOUND' CHECK (direction IN ('INBOUND', 'OUTBOUND')),
    ADD COLUMN queued_at        TIMESTAMPTZ,
    ADD COLUMN hung_up_at       TIMESTAMPTZ,
    ADD COLUMN cause            TEXT,
    ADD COLUMN reached          BOOLEAN     NOT NULL DEFAULT FALSE,
    ADD COLUMN ring_micros      BIGINT      NOT NULL DEFAULT 0,
    ADD COLUMN queue_micros     BIGINT      NOT NULL DEFAULT 0,
    ADD COLUMN talk_micros      BIGINT      NOT NULL DEFAULT 0,
    ADD COLUMN hold_micros      BIGINT      NOT NULL DEFAULT 0,
    ADD COLUMN wrap_micros      BIGINT      NOT NULL DEFAULT 0,
    ADD COLUMN phone_mac        BYTEA,
    ADD COLUMN missed           TEXT        CHECK (missed IN ('OPEN', 'RESOLVED')),
    ADD COLUMN missed_outcome   TEXT,
    ADD COLUMN resolved_at      TIMESTAMPTZ,
    ADD COLUMN resolved_by      TEXT        NOT NULL DEFAULT '';

UPDATE phone_call SET reached = TRUE WHERE answered_at IS NOT NULL;

CREATE INDEX phone_call_rang ON phone_call (branch_id, rang_at, id);
CREATE INDEX phone_call_missed ON phone_call (branch_id, rang_at, id) WHERE missed = 'OPEN';
CREATE INDEX phone_call_unwrapped ON phone_call (branch_id, agent_id) WHERE state IN ('ANSWERED', 'WRAP_UP');

-- what the exchange said, as it said it; a call is reckoned from all of its events
CREATE TABLE call_event (
    branch_id        TEXT        NOT NULL,
    provider         TEXT        NOT NULL,
    event_id         TEXT        NOT NULL,
    call_id          UUID        NOT NULL,
    provider_call_id TEXT        NOT NULL,
    leg_id           TEXT        NOT NULL,
    kind             TEXT        NOT NULL,
    occurred_at      TIMESTAMPTZ NOT NULL,
    agent_id         TEXT        NOT NULL,
    cause            TEXT,
    ring_count       BIGINT,
    queued_at        TIMESTAMPTZ,
    rang_at          TIMESTAMPTZ,
    answered_at      TIMESTAMPTZ,
    received_at      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (branch_id, provider, event_id)
);

CREATE INDEX call_event_call ON call_event (call_id);

-- the exchange's names of a call: a transfer may give it a second one
CREATE TABLE call_name (
    branch_id        TEXT NOT NULL,
    provider         TEXT NOT NULL,
    provider_call_id TEXT NOT NULL,
    call_id          UUID NOT NULL,
    PRIMARY KEY (branch_id, provider, provider_call_id)
);

CREATE TABLE call_leg (
    call_id          UUID        NOT NULL,
    provider_call_id TEXT        NOT NULL,
    leg_id           TEXT        NOT NULL,
    agent_id         TEXT        NOT NULL,
    rang_at          TIMESTAMPTZ,
    answered_at      TIMESTAMPTZ,
    ended_at         TIMESTAMPTZ,
    cause            TEXT,
    ring_micros      BIGINT      NOT NULL,
    talk_micros      BIGINT      NOT NULL,
    hold_micros      BIGINT      NOT NULL,
    PRIMARY KEY (call_id, provider_call_id, leg_id, agent_id)
);

CREATE INDEX call_leg_open ON call_leg (agent_id, call_id) WHERE ended_at IS NULL;

CREATE TABLE call_recording (
    call_id          UUID        NOT NULL,
    uri              TEXT        NOT NULL,
    started_at       TIMESTAMPTZ NOT NULL,
    duration_seconds BIGINT      NOT NULL,
    sha256           TEXT        NOT NULL,
    consented        BOOLEAN     NOT NULL,
    retain_until     TEXT        NOT NULL,
    PRIMARY KEY (call_id, uri)
);

-- who was in which state how long; the open stretch is the present. Microseconds as numbers: they are summed by SQL.
CREATE TABLE agent_stretch (
    id         UUID   NOT NULL PRIMARY KEY,
    branch_id  TEXT   NOT NULL,
    agent_id   TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    call_id    UUID,
    since      BIGINT NOT NULL,
    until      BIGINT,
    version    BIGINT NOT NULL
);

CREATE UNIQUE INDEX agent_stretch_present ON agent_stretch (branch_id, agent_id) WHERE until IS NULL;
CREATE INDEX agent_stretch_since ON agent_stretch (branch_id, since);
