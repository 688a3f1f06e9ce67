-- asset_id is empty where the contract covers all of the customer's assets; scope is its text form, for the key.
CREATE TABLE coverage (
    id          UUID   NOT NULL PRIMARY KEY,
    branch_id   TEXT   NOT NULL REFERENCES branch (branch_id),
    customer_id UUID   NOT NULL REFERENCES customer (id),
    asset_id    UUID,
    scope       TEXT   NOT NULL,
    contract_no TEXT   NOT NULL,
    kind        TEXT   NOT NULL CHECK (kind IN ('YEARLY_CONTRACT', 'PER_VISIT_CONTRACT', 'LIAISON_LETTER')),
    valid_from  TEXT   NOT NULL,
    valid_to    TEXT   NOT NULL,
    project     TEXT   NOT NULL,
    version     BIGINT NOT NULL,
    UNIQUE (customer_id, scope, contract_no)
);

CREATE TABLE dossier_document (
    id             UUID        NOT NULL PRIMARY KEY,
    branch_id      TEXT        NOT NULL REFERENCES branch (branch_id),
    customer_id    UUID        NOT NULL REFERENCES customer (id),
    asset_id       UUID,
    kind           TEXT        NOT NULL CHECK (kind IN ('CONTRACT', 'COMPLETION', 'INVOICE', 'WARRANTY_CARD', 'OTHER')),
    number         TEXT        NOT NULL,
    day_date       TEXT        NOT NULL,
    project        TEXT        NOT NULL,
    file_reference TEXT        NOT NULL,
    added_by       TEXT        NOT NULL,
    added_at       TIMESTAMPTZ NOT NULL,
    UNIQUE (customer_id, kind, number)
);

CREATE TABLE dossier_voucher (
    number    TEXT        NOT NULL PRIMARY KEY,
    branch_id TEXT        NOT NULL REFERENCES branch (branch_id),
    asset_id  UUID        NOT NULL REFERENCES asset (id),
    issued_at TIMESTAMPTZ NOT NULL,
    issued_by TEXT        NOT NULL
);

CREATE INDEX dossier_voucher_asset ON dossier_voucher (asset_id, number);

CREATE TABLE asset_exchange (
    asset_id    UUID        NOT NULL REFERENCES asset (id),
    day_date    TEXT        NOT NULL,
    old_serial  TEXT        NOT NULL,
    new_serial  TEXT        NOT NULL,
    reason      TEXT        NOT NULL,
    recorded_by TEXT        NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (asset_id, day_date)
);
