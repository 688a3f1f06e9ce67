-- A date without a row follows the branch's opening hours. Shifts and absences are lists as JSON, instants in microseconds.
CREATE TABLE staff_day (
    staff_id   TEXT        NOT NULL REFERENCES staff (staff_id),
    day_date   TEXT        NOT NULL,
    branch_id  TEXT        NOT NULL REFERENCES branch (branch_id),
    shifts     TEXT        NOT NULL,
    absences   TEXT        NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    version    BIGINT      NOT NULL,
    PRIMARY KEY (staff_id, day_date)
);

CREATE INDEX staff_day_branch ON staff_day (branch_id, day_date, staff_id);

CREATE TABLE leave_request (
    id           UUID        NOT NULL PRIMARY KEY,
    branch_id    TEXT        NOT NULL REFERENCES branch (branch_id),
    staff_id     TEXT        NOT NULL REFERENCES staff (staff_id),
    kind         TEXT        NOT NULL CHECK (kind IN ('LEAVE', 'SICK', 'TRAINING', 'OTHER')),
    starts_at    TIMESTAMPTZ NOT NULL,
    ends_at      TIMESTAMPTZ NOT NULL,
    state        TEXT        NOT NULL CHECK (state IN ('REQUESTED', 'APPROVED', 'REJECTED')),
    requested_at TIMESTAMPTZ NOT NULL,
    decided_by   TEXT,
    decided_at   TIMESTAMPTZ,
    version      BIGINT      NOT NULL
);

CREATE INDEX leave_request_branch ON leave_request (branch_id, state, starts_at, id);
CREATE INDEX leave_request_staff ON leave_request (staff_id, starts_at);

-- shift_start and due_at are empty for a sign-in without a shift; slot is the shift's start in microseconds, 0 without one.
CREATE TABLE sign_in (
    id             UUID        NOT NULL PRIMARY KEY,
    branch_id      TEXT        NOT NULL REFERENCES branch (branch_id),
    staff_id       TEXT        NOT NULL REFERENCES staff (staff_id),
    role           BIGINT      NOT NULL,
    day_date       TEXT        NOT NULL,
    slot           BIGINT      NOT NULL,
    signed_in_at   TIMESTAMPTZ NOT NULL,
    shift_start    TIMESTAMPTZ,
    shift_end      TIMESTAMPTZ,
    due_at         TIMESTAMPTZ,
    policy_key     TEXT        NOT NULL,
    policy_version BIGINT      NOT NULL,
    UNIQUE (staff_id, role, day_date, slot)
);

CREATE INDEX sign_in_branch ON sign_in (branch_id, day_date, staff_id);
