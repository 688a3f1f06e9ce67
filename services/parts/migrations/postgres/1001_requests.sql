CREATE TABLE work_order (
    id        UUID        NOT NULL PRIMARY KEY,
    number    TEXT        NOT NULL,
    ticket_id UUID        NOT NULL,
    branch_id TEXT        NOT NULL,
    reissued  BOOLEAN     NOT NULL,
    ended_at  TIMESTAMPTZ
);

CREATE TABLE parts_request (
    id            UUID        NOT NULL PRIMARY KEY,
    number        TEXT        NOT NULL UNIQUE,
    branch_id     TEXT        NOT NULL,
    work_order_id UUID        NOT NULL REFERENCES work_order (id),
    state         TEXT        NOT NULL CHECK (state IN ('RESERVED', 'BACKORDERED', 'ISSUED', 'SETTLED', 'CANCELLED')),
    requested_by  TEXT        NOT NULL,
    requested_at  TIMESTAMPTZ NOT NULL,
    issued_at     TIMESTAMPTZ,
    issued_by     TEXT        NOT NULL,
    issued_to     TEXT        NOT NULL,
    settled_at    TIMESTAMPTZ,
    cancelled_at  TIMESTAMPTZ,
    cancelled_by  TEXT        NOT NULL,
    cancel_reason TEXT        NOT NULL,
    version       BIGINT      NOT NULL
);

CREATE INDEX parts_request_branch ON parts_request (branch_id, id);
CREATE INDEX parts_request_order ON parts_request (work_order_id, id);
CREATE INDEX parts_request_carrier ON parts_request (issued_to, id);

CREATE TABLE parts_line (
    id                 UUID   NOT NULL PRIMARY KEY,
    request_id         UUID   NOT NULL REFERENCES parts_request (id),
    position           BIGINT NOT NULL,
    branch_id          TEXT   NOT NULL,
    part_no            TEXT   COLLATE "C" NOT NULL REFERENCES part (part_no),
    precedence         BIGINT NOT NULL,
    turn               BIGINT NOT NULL,
    requested          BIGINT NOT NULL CHECK (requested > 0),
    reserved           BIGINT NOT NULL CHECK (reserved >= 0),
    backordered        BIGINT NOT NULL CHECK (backordered >= 0),
    issued             BIGINT NOT NULL CHECK (issued >= 0),
    consumed           BIGINT NOT NULL CHECK (consumed >= 0),
    returned_good      BIGINT NOT NULL CHECK (returned_good >= 0),
    returned_defective BIGINT NOT NULL CHECK (returned_defective >= 0),
    issued_serials     TEXT   NOT NULL,
    returned_serials   TEXT   NOT NULL,
    UNIQUE (request_id, position),
    UNIQUE (request_id, part_no),
    CHECK (reserved + backordered + issued <= requested),
    CHECK (consumed + returned_good <= issued),
    CHECK (returned_defective <= consumed)
);

CREATE INDEX parts_line_waiting ON parts_line (branch_id, part_no, precedence, turn) WHERE backordered > 0;
