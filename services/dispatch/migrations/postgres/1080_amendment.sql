-- What is wrong in finished orders, and what should be there (X-22).
CREATE TABLE work_order_amendment (
    id            UUID        NOT NULL PRIMARY KEY,
    work_order_id UUID        NOT NULL REFERENCES work_order (id),
    subject       TEXT        NOT NULL,
    was           TEXT        NOT NULL,
    should_be     TEXT        NOT NULL,
    reason        TEXT        NOT NULL,
    amended_by    TEXT        NOT NULL,
    amended_at    TIMESTAMPTZ NOT NULL
);

CREATE INDEX work_order_amendment_order ON work_order_amendment (work_order_id, id);
