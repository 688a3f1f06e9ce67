-- Common faults and solutions, every version.
CREATE TABLE fault_entry (
    id           UUID NOT NULL,
    version      BIGINT NOT NULL,
    product_line TEXT NOT NULL,
    symptom      TEXT NOT NULL,
    cause        TEXT NOT NULL,
    fix          TEXT NOT NULL,
    part_nos     TEXT NOT NULL,
    withdrawn    BOOLEAN NOT NULL,
    listed       BOOLEAN NOT NULL,
    search_text  TEXT NOT NULL,
    put_by       TEXT NOT NULL,
    put_at       TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (id, version)
);

CREATE INDEX fault_entry_listed ON fault_entry (product_line, id) WHERE listed;

CREATE TABLE training_result (
    id            UUID NOT NULL PRIMARY KEY,
    branch_id     TEXT NOT NULL,
    technician_id TEXT NOT NULL,
    product_line  TEXT NOT NULL,
    held_on       TEXT NOT NULL,
    points        BIGINT NOT NULL CHECK (points BETWEEN 0 AND 100),
    pass_mark     BIGINT NOT NULL,
    recorded_by   TEXT NOT NULL,
    recorded_at   TIMESTAMPTZ NOT NULL,
    UNIQUE (branch_id, technician_id, product_line, held_on)
);

CREATE INDEX training_result_branch ON training_result (branch_id, held_on, id);
