-- What the parts service says of a work order, whatever the order's own state; the order may even be unknown yet.
CREATE TABLE part_line (
    line_id            BLOB    NOT NULL PRIMARY KEY,
    parts_request_id   BLOB    NOT NULL,
    work_order_id      BLOB    NOT NULL,
    visit_number       INTEGER NOT NULL,
    part_no            TEXT    NOT NULL,
    requested          INTEGER NOT NULL,
    backordered        INTEGER NOT NULL,
    issued             INTEGER NOT NULL,
    consumed           INTEGER NOT NULL,
    returned_good      INTEGER NOT NULL,
    returned_defective INTEGER NOT NULL,
    state              TEXT    NOT NULL,
    settled            INTEGER NOT NULL CHECK (settled IN (0, 1))
) STRICT;

CREATE INDEX part_line_order ON part_line (work_order_id, line_id);
