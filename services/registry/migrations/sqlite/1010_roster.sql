-- A date without a row follows the branch's opening hours. Shifts and absences are lists as JSON, instants in microseconds.
CREATE TABLE staff_day (
    staff_id   TEXT    NOT NULL REFERENCES staff (staff_id),
    day_date   TEXT    NOT NULL,
    branch_id  TEXT    NOT NULL REFERENCES branch (branch_id),
    shifts     TEXT    NOT NULL,
    absences   TEXT    NOT NULL,
    updated_at INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    PRIMARY KEY (staff_id, day_date)
) STRICT;

CREATE INDEX staff_day_branch ON staff_day (branch_id, day_date, staff_id);

CREATE TABLE leave_request (
    id           BLOB    NOT NULL PRIMARY KEY,
    branch_id    TEXT    NOT NULL REFERENCES branch (branch_id),
    staff_id     TEXT    NOT NULL REFERENCES staff (staff_id),
    kind         TEXT    NOT NULL CHECK (kind IN ('LEAVE', 'SICK', 'TRAINING', 'OTHER')),
    starts_at    INTEGER NOT NULL,
    ends_at      INTEGER NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('REQUESTED', 'APPROVED', 'REJECTED')),
    requested_at INTEGER NOT NULL,
    decided_by   TEXT,
    decided_at   INTEGER,
    version      INTEGER NOT NULL
) STRICT;

CREATE INDEX leave_request_branch ON leave_request (branch_id, state, starts_at, id);
CREATE INDEX leave_request_staff ON leave_request (staff_id, starts_at);

-- shift_start and due_at are empty for a sign-in without a shift; slot is the shift's start in microseconds, 0 without one.
CREATE TABLE sign_in (
    id             BLOB    NOT NULL PRIMARY KEY,
    branch_id      TEXT    NOT NULL REFERENCES branch (branch_id),
    staff_id       TEXT    NOT NULL REFERENCES staff (staff_id),
    role           INTEGER NOT NULL,
    day_date       TEXT    NOT NULL,
    slot           INTEGER NOT NULL,
    signed_in_at   INTEGER NOT NULL,
    shift_start    INTEGER,
    shift_end      INTEGER,
    due_at         INTEGER,
    policy_key     TEXT    NOT NULL,
    policy_version INTEGER NOT NULL,
    UNIQUE (staff_id, role, day_date, slot)
) STRICT;

CREATE INDEX sign_in_branch ON sign_in (branch_id, day_date, staff_id);
