CREATE TABLE shop_assignment (
    id            BLOB    NOT NULL PRIMARY KEY,
    branch_id     TEXT    NOT NULL,
    technician_id TEXT    NOT NULL,
    shop_code     TEXT    NOT NULL,
    shop_name     TEXT    NOT NULL,
    from_date     TEXT    NOT NULL,
    until_date    TEXT,
    version       INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX shop_assignment_open ON shop_assignment (branch_id, technician_id, shop_code) WHERE until_date IS NULL;
CREATE INDEX shop_assignment_branch ON shop_assignment (branch_id, technician_id, shop_code);

CREATE TABLE shop_visit (
    id            BLOB    NOT NULL PRIMARY KEY,
    assignment_id BLOB    NOT NULL REFERENCES shop_assignment (id),
    week_start    TEXT    NOT NULL,
    visited_at    INTEGER NOT NULL,
    minutes       INTEGER NOT NULL,
    findings      TEXT    NOT NULL,
    recorded_by   TEXT    NOT NULL
) STRICT;

CREATE INDEX shop_visit_week ON shop_visit (assignment_id, week_start);
