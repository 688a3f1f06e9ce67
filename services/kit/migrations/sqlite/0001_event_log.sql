CREATE TABLE feed_head (
    id      INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    epoch   INTEGER NOT NULL,
    number  INTEGER NOT NULL,
    trimmed INTEGER NOT NULL
) STRICT;

CREATE TABLE event_log (
    id           INTEGER NOT NULL PRIMARY KEY,
    number       INTEGER UNIQUE,
    event_id     BLOB    NOT NULL UNIQUE,
    branch_id    TEXT    NOT NULL,
    subject      TEXT    NOT NULL,
    type         TEXT    NOT NULL,
    occurred_at  INTEGER NOT NULL,
    actor        TEXT    NOT NULL,
    request_id   BLOB,
    causation_id BLOB,
    traceparent  TEXT,
    payload_type TEXT    NOT NULL,
    payload      BLOB    NOT NULL
) STRICT;

CREATE INDEX event_log_unnumbered ON event_log (id) WHERE number IS NULL;
CREATE INDEX event_log_subject ON event_log (subject, number);
