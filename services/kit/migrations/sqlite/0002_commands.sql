CREATE TABLE idempotency (
    subject      TEXT    NOT NULL,
    request_id   BLOB    NOT NULL,
    request_hash BLOB    NOT NULL,
    response     BLOB,
    created_at   INTEGER NOT NULL,
    PRIMARY KEY (subject, request_id)
) STRICT;

CREATE INDEX idempotency_age ON idempotency (created_at);

CREATE TABLE series (
    branch_id TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    last      INTEGER NOT NULL,
    PRIMARY KEY (branch_id, name)
) STRICT;
