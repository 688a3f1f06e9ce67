CREATE TABLE quote (
    ticket_id       BLOB    NOT NULL,
    version         INTEGER NOT NULL,
    branch_id       TEXT    NOT NULL,
    price_list_id   TEXT    NOT NULL,
    currency        TEXT    NOT NULL,
    lines           TEXT    NOT NULL,
    total           INTEGER NOT NULL,
    quoted_at       INTEGER NOT NULL,
    valid_until     INTEGER,
    policy_accepted INTEGER NOT NULL CHECK (policy_accepted IN (0, 1)),
    accepted        INTEGER NOT NULL CHECK (accepted IN (0, 1)),
    given_by        TEXT    NOT NULL,
    channel         TEXT    NOT NULL,
    taken_by        TEXT    NOT NULL,
    PRIMARY KEY (ticket_id, version)
) STRICT;

CREATE INDEX quote_branch ON quote (branch_id, quoted_at);

CREATE TABLE intake_record (
    ticket_id BLOB NOT NULL PRIMARY KEY,
    record    TEXT NOT NULL
) STRICT;

CREATE TABLE profile_confirmation (
    customer_id  BLOB    NOT NULL PRIMARY KEY,
    branch_id    TEXT    NOT NULL,
    confirmed_at INTEGER NOT NULL,
    confirmed_by TEXT    NOT NULL
) STRICT;

CREATE TABLE assignment (
    ticket_id     BLOB    NOT NULL PRIMARY KEY,
    technician_id TEXT    NOT NULL,
    assigned_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE carry_over (
    ticket_id  BLOB    NOT NULL PRIMARY KEY,
    branch_id  TEXT    NOT NULL,
    from_day   TEXT    NOT NULL,
    to_day     TEXT    NOT NULL,
    times      INTEGER NOT NULL,
    carried_at INTEGER NOT NULL
) STRICT;

CREATE TABLE reconcile (
    branch_id TEXT NOT NULL PRIMARY KEY,
    subject   BLOB NOT NULL
) STRICT;

CREATE TABLE voucher_return (
    ticket_id     BLOB    NOT NULL PRIMARY KEY,
    returned_at   INTEGER NOT NULL,
    archive_place TEXT    NOT NULL,
    archived_by   TEXT    NOT NULL
) STRICT;

CREATE TABLE contact_task (
    id            BLOB    NOT NULL PRIMARY KEY,
    branch_id     TEXT    NOT NULL,
    ticket_id     BLOB    NOT NULL,
    work_order_no TEXT    NOT NULL,
    plan          TEXT    NOT NULL,
    state         TEXT    NOT NULL CHECK (state IN ('OPEN', 'DONE')),
    opened_at     INTEGER NOT NULL,
    due_at        INTEGER NOT NULL,
    said          BLOB,
    done_at       INTEGER,
    done_by       TEXT    NOT NULL,
    version       INTEGER NOT NULL
) STRICT;

CREATE INDEX contact_task_listed ON contact_task (branch_id, state, due_at, id);
CREATE INDEX contact_task_ticket ON contact_task (ticket_id, id);

CREATE TABLE guidance (
    branch_id TEXT    NOT NULL,
    kind      TEXT    NOT NULL CHECK (kind IN ('DIAGNOSIS', 'JOBS', 'DOCUMENTS')),
    name      TEXT    NOT NULL,
    version   INTEGER NOT NULL,
    content   TEXT    NOT NULL,
    put_at    INTEGER NOT NULL,
    put_by    TEXT    NOT NULL,
    PRIMARY KEY (branch_id, kind, name, version)
) STRICT;

CREATE INDEX ticket_awaiting ON ticket (branch_id, first_requested_at, id) WHERE mode = 'ON_SITE' AND closed_at IS NULL;
CREATE INDEX ticket_repeat ON ticket (repeat_of) WHERE repeat_of IS NOT NULL;
CREATE INDEX ticket_voucher ON ticket (branch_id, register_state, opened_at, id);
