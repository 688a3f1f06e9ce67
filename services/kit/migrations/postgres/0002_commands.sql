CREATE TABLE idempotency (
    subject      TEXT        NOT NULL,
    request_id   UUID        NOT NULL,
    request_hash BYTEA       NOT NULL,
    response     BYTEA,
    created_at   TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (subject, request_id)
);

CREATE INDEX idempotency_age ON idempotency (created_at);

CREATE TABLE series (
    branch_id TEXT   NOT NULL,
    name      TEXT   NOT NULL,
    last      BIGINT NOT NULL,
    PRIMARY KEY (branch_id, name)
);
