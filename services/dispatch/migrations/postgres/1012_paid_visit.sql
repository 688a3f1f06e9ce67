-- What was taken along to a paid visit, and how it was settled; amounts in fen.
CREATE TABLE visit_payment (
    work_order_id       UUID    NOT NULL REFERENCES work_order (id),
    number              BIGINT NOT NULL,
    invoice_mode        TEXT,
    price_list_brought  BOOLEAN NOT NULL,
    price_list_shown    BOOLEAN NOT NULL,
    collected           BIGINT,
    method              TEXT,
    to_be_invoiced      TEXT    NOT NULL,
    invoice             TEXT,
    PRIMARY KEY (work_order_id, number)
);

-- What the customer agreed to on site beyond the quote; lines are JSON, amounts in fen.
CREATE TABLE extra_consent (
    id            UUID    NOT NULL PRIMARY KEY,
    work_order_id UUID    NOT NULL REFERENCES work_order (id),
    consented_at  TIMESTAMPTZ NOT NULL,
    channel       TEXT    NOT NULL,
    lines         TEXT    NOT NULL,
    amount        BIGINT NOT NULL,
    recorded_by   TEXT    NOT NULL
);

CREATE INDEX extra_consent_order ON extra_consent (work_order_id, id);
