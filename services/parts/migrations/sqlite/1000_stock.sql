CREATE TABLE part (
    part_no        TEXT    NOT NULL PRIMARY KEY,
    name           TEXT    NOT NULL,
    product_line   TEXT    NOT NULL,
    price_currency TEXT    NOT NULL,
    price_minor    INTEGER NOT NULL CHECK (price_minor >= 0),
    serialized     INTEGER NOT NULL CHECK (serialized IN (0, 1)),
    exchange_part  INTEGER NOT NULL CHECK (exchange_part IN (0, 1)),
    discontinued   INTEGER NOT NULL CHECK (discontinued IN (0, 1)),
    version        INTEGER NOT NULL
) STRICT;

CREATE INDEX part_line ON part (product_line, part_no);

CREATE TABLE place (
    branch_id TEXT    NOT NULL PRIMARY KEY,
    turns     INTEGER NOT NULL
) STRICT;

CREATE TABLE stock (
    branch_id   TEXT    NOT NULL,
    part_no     TEXT    NOT NULL REFERENCES part (part_no),
    on_hand     INTEGER NOT NULL,
    reserved    INTEGER NOT NULL,
    issued_open INTEGER NOT NULL,
    defective   INTEGER NOT NULL,
    min_level   INTEGER NOT NULL,
    max_level   INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    PRIMARY KEY (branch_id, part_no),
    CHECK (on_hand >= reserved AND reserved >= 0 AND on_hand <= 2000000000),
    CHECK (issued_open >= 0 AND defective >= 0),
    CHECK (min_level >= 0 AND max_level >= min_level)
) STRICT;

CREATE INDEX stock_part ON stock (part_no);

CREATE TABLE movement (
    id               BLOB    NOT NULL PRIMARY KEY,
    branch_id        TEXT    NOT NULL,
    turn             INTEGER NOT NULL,
    entry            INTEGER NOT NULL,
    part_no          TEXT    NOT NULL REFERENCES part (part_no),
    kind             TEXT    NOT NULL CHECK (kind IN ('RECEIPT', 'RESERVE', 'RELEASE', 'ISSUE', 'RETURN_GOOD', 'RETURN_DEFECTIVE', 'CONSUME')),
    quantity         INTEGER NOT NULL CHECK (quantity > 0),
    on_hand_after    INTEGER NOT NULL CHECK (on_hand_after >= 0),
    reserved_after   INTEGER NOT NULL CHECK (reserved_after >= 0),
    serials          TEXT    NOT NULL,
    parts_request_id BLOB,
    work_order_id    BLOB,
    ticket_id        BLOB,
    made_by          TEXT    NOT NULL,
    made_at          INTEGER NOT NULL,
    note             TEXT    NOT NULL,
    UNIQUE (branch_id, turn, entry)
) STRICT;

CREATE INDEX movement_part ON movement (branch_id, part_no, turn, entry);
CREATE INDEX movement_order ON movement (work_order_id, turn, entry);

CREATE TABLE serial (
    part_no       TEXT NOT NULL REFERENCES part (part_no),
    serial_number TEXT NOT NULL,
    branch_id     TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('IN_STOCK', 'ISSUED', 'CONSUMED', 'DEFECTIVE')),
    line_id       BLOB,
    PRIMARY KEY (part_no, serial_number),
    CHECK ((state = 'IN_STOCK') = (line_id IS NULL))
) STRICT;

CREATE INDEX serial_line ON serial (line_id);
CREATE INDEX serial_stock ON serial (branch_id, part_no) WHERE state = 'IN_STOCK';
