-- Complaints that the hotline took down, for the digest of the meetings (X-32).
CREATE TABLE hotline_complaint (
    id          BLOB    NOT NULL PRIMARY KEY,
    branch_id   TEXT    NOT NULL,
    number      TEXT    NOT NULL,
    ticket_id   BLOB,
    owner       TEXT    NOT NULL,
    due_at      INTEGER,
    reported_at INTEGER NOT NULL,
    answered_at INTEGER
) STRICT;

CREATE INDEX hotline_complaint_branch ON hotline_complaint (branch_id, reported_at);
