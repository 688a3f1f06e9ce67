-- What was taken along to a paid visit, and how it was settled; amounts in fen.
CREATE TABLE visit_payment (
    work_order_id       BLOB    NOT NULL REFERENCES work_order (id),
    number              INTEGER NOT NULL,
    invoice_mode        TEXT,
    price_list_brought  INTEGER NOT NULL CHECK (price_list_brought IN (0, 1)),
    price_list_shown    INTEGER NOT NULL CHECK (price_list_shown IN (0, 1)),
    collected           INTEGER,
    method              TEXT,
    to_be_invoiced      TEXT    NOT NULL,
    invoice             TEXT,
    PRIMARY KEY (work_order_id, number)
) STRICT;

-- What the customer agreed to on site beyond the quote; lines are JSON, amounts in fen.
CREATE TABLE extra_consent (
    id            BLOB    NOT NULL PRIMARY KEY,
    work_order_id BLOB    NOT NULL REFERENCES work_order (id),
    consented_at  INTEGER NOT NULL,
    channel       TEXT    NOT NULL,
    lines         TEXT    NOT NULL,
    amount        INTEGER NOT NULL,
    recorded_by   TEXT    NOT NULL
) STRICT;

CREATE INDEX extra_consent_order ON extra_consent (work_order_id, id);
