-- Complaints that the hotline took down, for the digest of the meetings (X-32).
CREATE TABLE hotline_complaint (
    id          UUID        NOT NULL PRIMARY KEY,
    branch_id   TEXT        NOT NULL,
    number      TEXT        NOT NULL,
    ticket_id   UUID,
    owner       TEXT        NOT NULL,
    due_at      TIMESTAMPTZ,
    reported_at TIMESTAMPTZ NOT NULL,
    answered_at TIMESTAMPTZ
);

CREATE INDEX hotline_complaint_branch ON hotline_complaint (branch_id, reported_at);
