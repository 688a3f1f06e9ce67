CREATE TABLE price_book (
    branch_id TEXT   NOT NULL PRIMARY KEY,
    versions  BIGINT NOT NULL
);

CREATE TABLE price_list (
    id             UUID        NOT NULL PRIMARY KEY,
    branch_id      TEXT        NOT NULL,
    version        BIGINT      NOT NULL,
    valid_from     TIMESTAMPTZ NOT NULL,
    valid_to       TIMESTAMPTZ,
    published_by   TEXT        NOT NULL,
    published_at   TIMESTAMPTZ NOT NULL,
    record_version BIGINT      NOT NULL,
    UNIQUE (branch_id, version),
    UNIQUE (branch_id, valid_from),
    CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE TABLE price_item (
    price_list_id UUID   NOT NULL REFERENCES price_list (id),
    code          TEXT   COLLATE "C" NOT NULL,
    name          TEXT   NOT NULL,
    content       TEXT   NOT NULL,
    unit          TEXT   NOT NULL,
    currency      TEXT   NOT NULL,
    price_minor   BIGINT NOT NULL CHECK (price_minor >= 0),
    conditions    TEXT   NOT NULL,
    PRIMARY KEY (price_list_id, code)
);
