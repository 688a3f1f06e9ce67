CREATE TABLE part (
    part_no        TEXT    COLLATE "C" NOT NULL PRIMARY KEY,
    name           TEXT    NOT NULL,
    product_line   TEXT    NOT NULL,
    price_currency TEXT    NOT NULL,
    price_minor    BIGINT  NOT NULL CHECK (price_minor >= 0),
    serialized     BOOLEAN NOT NULL,
    exchange_part  BOOLEAN NOT NULL,
    discontinued   BOOLEAN NOT NULL,
    version        BIGINT  NOT NULL
);

CREATE INDEX part_line ON part (product_line, part_no);

CREATE TABLE place (
    branch_id TEXT   NOT NULL PRIMARY KEY,
    turns     BIGINT NOT NULL
);

CREATE TABLE stock (
    branch_id   TEXT   NOT NULL,
    part_no     TEXT   COLLATE "C" NOT NULL REFERENCES part (part_no),
    on_hand     BIGINT NOT NULL,
    reserved    BIGINT NOT NULL,
    issued_open BIGINT NOT NULL,
    defective   BIGINT NOT NULL,
    min_level   BIGINT NOT NULL,
    max_level   BIGINT NOT NULL,
    version     BIGINT NOT NULL,
    PRIMARY KEY (branch_id, part_no),
    CHECK (on_hand >= reserved AND reserved >= 0 AND on_hand <= 2000000000),
    CHECK (issued_open >= 0 AND defective >= 0),
    CHECK (min_level >= 0 AND max_level >= min_level)
);

CREATE INDEX stock_part ON stock (part_no);

CREATE TABLE movement (
    id               UUID        NOT NULL PRIMARY KEY,
    branch_id        TEXT        NOT NULL,
    turn             BIGINT      NOT NULL,
    entry            BIGINT      NOT NULL,
    part_no          TEXT        COLLATE "C" NOT NULL REFERENCES part (part_no),
    kind             TEXT        NOT NULL CHECK (kind IN ('RECEIPT', 'RESERVE', 'RELEASE', 'ISSUE', 'RETURN_GOOD', 'RETURN_DEFECTIVE', 'CONSUME')),
    quantity         BIGINT      NOT NULL CHECK (quantity > 0),
    on_hand_after    BIGINT      NOT NULL CHECK (on_hand_after >= 0),
    reserved_after   BIGINT      NOT NULL CHECK (reserved_after >= 0),
    serials          TEXT        NOT NULL,
    parts_request_id UUID,
    work_order_id    UUID,
    ticket_id        UUID,
    made_by          TEXT        NOT NULL,
    made_at          TIMESTAMPTZ NOT NULL,
    note             TEXT        NOT NULL,
    UNIQUE (branch_id, turn, entry)
);

CREATE INDEX movement_part ON movement (branch_id, part_no, turn, entry);
CREATE INDEX movement_order ON movement (work_order_id, turn, entry);

CREATE TABLE serial (
    part_no       TEXT COLLATE "C" NOT NULL REFERENCES part (part_no),
    serial_number TEXT NOT NULL,
    branch_id     TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('IN_STOCK', 'ISSUED', 'CONSUMED', 'DEFECTIVE')),
    line_id       UUID,
    PRIMARY KEY (part_no, serial_number),
    CHECK ((state = 'IN_STOCK') = (line_id IS NULL))
);

CREATE INDEX serial_line ON serial (line_id);
CREATE INDEX serial_stock ON serial (branch_id, part_no) WHERE state = 'IN_STOCK';
