CREATE TABLE price_book (
    branch_id TEXT    NOT NULL PRIMARY KEY,
    versions  INTEGER NOT NULL
) STRICT;

CREATE TABLE price_list (
    id             BLOB    NOT NULL PRIMARY KEY,
    branch_id      TEXT    NOT NULL,
    version        INTEGER NOT NULL,
    valid_from     INTEGER NOT NULL,
    valid_to       INTEGER,
    published_by   TEXT    NOT NULL,
    published_at   INTEGER NOT NULL,
    record_version INTEGER NOT NULL,
    UNIQUE (branch_id, version),
    UNIQUE (branch_id, valid_from),
    CHECK (valid_to IS NULL OR valid_to > valid_from)
) STRICT;

CREATE TABLE price_item (
    price_list_id BLOB    NOT NULL REFERENCES price_list (id),
    code          TEXT    NOT NULL,
    name          TEXT    NOT NULL,
    content       TEXT    NOT NULL,
    unit          TEXT    NOT NULL,
    currency      TEXT    NOT NULL,
    price_minor   INTEGER NOT NULL CHECK (price_minor >= 0),
    conditions    TEXT    NOT NULL,
    PRIMARY KEY (price_list_id, code)
) STRICT;
