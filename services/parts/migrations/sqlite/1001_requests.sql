CREATE TABLE work_order (
    id        BLOB    NOT NULL PRIMARY KEY,
    number    TEXT    NOT NULL,
    ticket_id BLOB    NOT NULL,
    branch_id TEXT    NOT NULL,
    reissued  INTEGER NOT NULL CHECK (reissued IN (0, 1)),
    ended_at  INTEGER
) STRICT;

CREATE TABLE parts_request (
    id            BLOB    NOT NULL PRIMARY KEY,
    number        TEXT    NOT NULL UNIQUE,
    branch_id     TEXT    NOT NULL,
    work_order_id BLOB    NOT NULL REFERENCES work_order (id),
    state         TEXT    NOT NULL CHECK (state IN ('RESERVED', 'BACKORDERED', 'ISSUED', 'SETTLED', 'CANCELLED')),
    requested_by  TEXT    NOT NULL,
    requested_at  INTEGER NOT NULL,
    issued_at     INTEGER,
    issued_by     TEXT    NOT NULL,
    issued_to     TEXT    NOT NULL,
    settled_at    INTEGER,
    cancelled_at  INTEGER,
    cancelled_by  TEXT    NOT NULL,
    cancel_reason TEXT    NOT NULL,
    version       INTEGER NOT NULL
) STRICT;

CREATE INDEX parts_request_branch ON parts_request (branch_id, id);
CREATE INDEX parts_request_order ON parts_request (work_order_id, id);
CREATE INDEX parts_request_carrier ON parts_request (issued_to, id);

CREATE TABLE parts_line (
    id                 BLOB    NOT NULL PRIMARY KEY,
    request_id         BLOB    NOT NULL REFERENCES parts_request (id),
    position           INTEGER NOT NULL,
    branch_id          TEXT    NOT NULL,
    part_no            TEXT    NOT NULL REFERENCES part (part_no),
    precedence         INTEGER NOT NULL,
    turn               INTEGER NOT NULL,
    requested          INTEGER NOT NULL CHECK (requested > 0),
    reserved           INTEGER NOT NULL CHECK (reserved >= 0),
    backordered        INTEGER NOT NULL CHECK (backordered >= 0),
    issued             INTEGER NOT NULL CHECK (issued >= 0),
    consumed           INTEGER NOT NULL CHECK (consumed >= 0),
    returned_good      INTEGER NOT NULL CHECK (returned_good >= 0),
    returned_defective INTEGER NOT NULL CHECK (returned_defective >= 0),
    issued_serials     TEXT    NOT NULL,
    returned_serials   TEXT    NOT NULL,
    UNIQUE (request_id, position),
    UNIQUE (request_id, part_no),
    CHECK (reserved + backordered + issued <= requested),
    CHECK (consumed + returned_good <= issued),
    CHECK (returned_defective <= consumed)
) STRICT;

CREATE INDEX parts_line_waiting ON parts_line (branch_id, part_no, precedence, turn) WHERE backordered > 0;
