CREATE TABLE customer (
    id                   BLOB    NOT NULL PRIMARY KEY,
    branch_id            TEXT    NOT NULL REFERENCES branch (branch_id),
    kind                 TEXT    NOT NULL CHECK (kind IN ('PERSON', 'COMPANY', 'INTERNAL', 'THIRD_PARTY')),
    contact              BLOB    NOT NULL,
    name_mac             BLOB    NOT NULL,
    profile_confirmed_at INTEGER NOT NULL,
    created_at           INTEGER NOT NULL,
    updated_at           INTEGER NOT NULL,
    version              INTEGER NOT NULL
) STRICT;

CREATE INDEX customer_name ON customer (name_mac, id);

CREATE TABLE customer_phone (
    mac         BLOB NOT NULL,
    customer_id BLOB NOT NULL REFERENCES customer (id),
    PRIMARY KEY (mac, customer_id)
) STRICT;

CREATE INDEX customer_phone_customer ON customer_phone (customer_id);

CREATE TABLE asset (
    id               BLOB    NOT NULL PRIMARY KEY,
    customer_id      BLOB    NOT NULL REFERENCES customer (id),
    branch_id        TEXT    NOT NULL REFERENCES branch (branch_id),
    product_line     TEXT    NOT NULL,
    model            TEXT    NOT NULL,
    serial_number    TEXT    NOT NULL,
    serial_key       TEXT    NOT NULL UNIQUE,
    invoice_date     TEXT    NOT NULL,
    warranty_months  INTEGER NOT NULL,
    part_warranties  TEXT    NOT NULL,
    onsite_months    INTEGER NOT NULL,
    third_party      INTEGER NOT NULL CHECK (third_party IN (0, 1)),
    coverages        TEXT    NOT NULL,
    created_at       INTEGER NOT NULL,
    version          INTEGER NOT NULL
) STRICT;

CREATE INDEX asset_customer ON asset (customer_id, invoice_date, id);
