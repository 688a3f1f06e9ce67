CREATE TABLE customer (
    id                   UUID        NOT NULL PRIMARY KEY,
    branch_id            TEXT        NOT NULL REFERENCES branch (branch_id),
    kind                 TEXT        NOT NULL CHECK (kind IN ('PERSON', 'COMPANY', 'INTERNAL', 'THIRD_PARTY')),
    contact              BYTEA       NOT NULL,
    name_mac             BYTEA       NOT NULL,
    profile_confirmed_at TIMESTAMPTZ NOT NULL,
    created_at           TIMESTAMPTZ NOT NULL,
    updated_at           TIMESTAMPTZ NOT NULL,
    version              BIGINT      NOT NULL
);

CREATE INDEX customer_name ON customer (name_mac, id);

CREATE TABLE customer_phone (
    mac         BYTEA NOT NULL,
    customer_id UUID  NOT NULL REFERENCES customer (id),
    PRIMARY KEY (mac, customer_id)
);

CREATE INDEX customer_phone_customer ON customer_phone (customer_id);

CREATE TABLE asset (
    id               UUID        NOT NULL PRIMARY KEY,
    customer_id      UUID        NOT NULL REFERENCES customer (id),
    branch_id        TEXT        NOT NULL REFERENCES branch (branch_id),
    product_line     TEXT        NOT NULL,
    model            TEXT        NOT NULL,
    serial_number    TEXT        NOT NULL,
    serial_key       TEXT        NOT NULL UNIQUE,
    invoice_date     TEXT        NOT NULL,
    warranty_months  BIGINT      NOT NULL,
    part_warranties  TEXT        NOT NULL,
    onsite_months    BIGINT      NOT NULL,
    third_party      BOOLEAN     NOT NULL,
    coverages        TEXT        NOT NULL,
    created_at       TIMESTAMPTZ NOT NULL,
    version          BIGINT      NOT NULL
);

CREATE INDEX asset_customer ON asset (customer_id, invoice_date, id);
