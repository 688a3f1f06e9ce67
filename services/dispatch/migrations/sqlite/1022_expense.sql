-- Reimbursement of tools and materials (X-36).
CREATE TABLE expense (
    id              BLOB    NOT NULL PRIMARY KEY,
    number          TEXT    NOT NULL UNIQUE,
    branch_id       TEXT    NOT NULL,
    claimed_at      INTEGER NOT NULL,
    claimed_by      TEXT    NOT NULL,
    state           TEXT    NOT NULL,
    kind            TEXT    NOT NULL,
    description     TEXT    NOT NULL,
    amount          INTEGER NOT NULL CHECK (amount > 0),
    receipt         TEXT    NOT NULL,
    spent_on        TEXT    NOT NULL,
    work_order_id   BLOB,
    approver_roles  TEXT    NOT NULL,
    rule_version    INTEGER NOT NULL,
    decided_at      INTEGER,
    decided_by      TEXT,
    decision_reason TEXT,
    reimbursed_at   INTEGER,
    reimbursed_by   TEXT,
    payment         TEXT    NOT NULL,
    version         INTEGER NOT NULL,
    UNIQUE (branch_id, receipt)
) STRICT;

CREATE INDEX expense_branch ON expense (branch_id, id);
CREATE INDEX expense_claimant ON expense (branch_id, claimed_by, id);
