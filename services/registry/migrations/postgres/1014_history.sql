-- Every change of a branch's reference data, as its book tells it.
CREATE TABLE branch_change (
    branch_id        TEXT        NOT NULL REFERENCES branch (branch_id),
    version          BIGINT      NOT NULL,
    cause            TEXT        NOT NULL,
    changed_by       TEXT        NOT NULL,
    changed_at       TIMESTAMPTZ NOT NULL,
    calendar_version BIGINT      NOT NULL,
    PRIMARY KEY (branch_id, version)
);
