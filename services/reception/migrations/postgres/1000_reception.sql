CREATE TABLE expected_visit (
    id               UUID    NOT NULL PRIMARY KEY,
    branch_id        TEXT    NOT NULL,
    state            TEXT    NOT NULL CHECK (state IN ('EXPECTED', 'ARRIVED', 'CANCELLED')),
    ticket_id        UUID    NOT NULL UNIQUE,
    origin_branch_id TEXT    NOT NULL,
    customer_id      UUID    NOT NULL,
    asset_id         UUID    NOT NULL,
    product_line     TEXT    NOT NULL,
    model            TEXT    NOT NULL,
    fault_kind       TEXT    CHECK (fault_kind IN ('HARDWARE', 'SOFTWARE', 'THIRD_PARTY_COMPONENT')),
    service_class    TEXT    CHECK (service_class IN ('A', 'B', 'C', 'D')),
    coverage_kind    TEXT    CHECK (coverage_kind IN ('IN_WARRANTY', 'YEARLY_CONTRACT', 'PER_VISIT_CONTRACT', 'LIAISON_LETTER', 'NONE')),
    register_no      TEXT    NOT NULL,
    guided_at        TIMESTAMPTZ NOT NULL,
    expected_on      TEXT    NOT NULL,
    arrival_id       UUID,
    matter           BYTEA,
    version          BIGINT NOT NULL
);

CREATE INDEX expected_visit_day ON expected_visit (branch_id, expected_on, id);
CREATE INDEX expected_visit_customer ON expected_visit (customer_id, branch_id) WHERE state = 'EXPECTED';

CREATE TABLE arrival (
    id                UUID    NOT NULL PRIMARY KEY,
    number            TEXT    NOT NULL UNIQUE,
    branch_id         TEXT    NOT NULL,
    expected_visit_id UUID    UNIQUE REFERENCES expected_visit (id),
    ticket_id         UUID,
    customer_id       UUID    NOT NULL,
    asset_id          UUID,
    purpose           TEXT    NOT NULL CHECK (purpose IN ('REPAIR', 'PICKUP', 'CONSULT', 'DIAGNOSE', 'QUOTE')),
    remarks           BYTEA,
    received_by       TEXT    NOT NULL,
    arrived_at        TIMESTAMPTZ NOT NULL,
    version           BIGINT NOT NULL
);

CREATE INDEX arrival_time ON arrival (branch_id, arrived_at, id);
