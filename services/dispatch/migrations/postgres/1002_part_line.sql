-- What the parts service says of a work order, whatever the order's own state; the order may even be unknown yet.
CREATE TABLE part_line (
    line_id            UUID        NOT NULL PRIMARY KEY,
    parts_request_id   UUID        NOT NULL,
    work_order_id      UUID        NOT NULL,
    visit_number       BIGINT      NOT NULL,
    part_no            TEXT        NOT NULL,
    requested          BIGINT      NOT NULL,
    backordered        BIGINT      NOT NULL,
    issued             BIGINT      NOT NULL,
    consumed           BIGINT      NOT NULL,
    returned_good      BIGINT      NOT NULL,
    returned_defective BIGINT      NOT NULL,
    state              TEXT        NOT NULL,
    settled            BOOLEAN     NOT NULL
);

CREATE INDEX part_line_order ON part_line (work_order_id, line_id);
