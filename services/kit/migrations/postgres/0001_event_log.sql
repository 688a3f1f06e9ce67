CREATE TABLE feed_head (
    id      BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    epoch   BIGINT NOT NULL,
    number  BIGINT NOT NULL,
    trimmed BIGINT NOT NULL
);

CREATE TABLE event_log (
    id           BIGINT      NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number       BIGINT      UNIQUE,
    event_id     UUID        NOT NULL UNIQUE,
    branch_id    TEXT        NOT NULL,
    subject      TEXT        NOT NULL,
    type         TEXT        NOT NULL,
    occurred_at  TIMESTAMPTZ NOT NULL,
    actor        TEXT        NOT NULL,
    request_id   UUID,
    causation_id UUID,
    traceparent  TEXT,
    payload_type TEXT        NOT NULL,
    payload      BYTEA       NOT NULL
);

CREATE INDEX event_log_unnumbered ON event_log (id) WHERE number IS NULL;
CREATE INDEX event_log_subject ON event_log (subject, number);
