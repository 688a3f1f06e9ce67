-- Reimbursement of tools and materials (X-36).
CREATE TABLE expense (
    id              UUID        NOT NULL PRIMARY KEY,
    number          TEXT        NOT NULL UNIQUE,
    branch_id       TEXT        NOT NULL,
    claimed_at      TIMESTAMPTZ NOT NULL,
    claimed_by      TEXT        NOT NULL,
    state           TEXT        NOT NULL,
    kind            TEXT        NOT NULL,
    description     TEXT        NOT NULL,
    amount          BIGINT      NOT NULL CHECK (amount > 0),
    receipt         TEXT        NOT NULL,
    spent_on        TEXT        NOT NULL,
    work_order_id   UUID,
    approver_roles  TEXT        NOT NULL,
    rule_version    BIGINT      NOT NULL,
    decided_at      TIMESTAMPTZ,
    decided_by      TEXT,
    decision_reason TEXT,
    reimbursed_at   TIMESTAMPTZ,
    reimbursed_by   TEXT,
    payment         TEXT        NOT NULL,
    version         BIGINT      NOT NULL,
    UNIQUE (branch_id, receipt)
);

CREATE INDEX expense_branch ON expense (branch_id, id);
CREATE INDEX expense_claimant ON expense (branch_id, claimed_by, id);
