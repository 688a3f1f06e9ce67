-- Every change of a branch's reference data, as its book tells it.
CREATE TABLE branch_change (
    branch_id        TEXT    NOT NULL REFERENCES branch (branch_id),
    version          INTEGER NOT NULL,
    cause            TEXT    NOT NULL,
    changed_by       TEXT    NOT NULL,
    changed_at       INTEGER NOT NULL,
    calendar_version INTEGER NOT NULL,
    PRIMARY KEY (branch_id, version)
) STRICT;
