-- branch_id is empty for the company.
CREATE TABLE approval_rule (
    action         TEXT    NOT NULL,
    branch_id      TEXT    NOT NULL,
    version        INTEGER NOT NULL,
    steps          TEXT    NOT NULL,
    effective_from TEXT    NOT NULL,
    put_by         TEXT    NOT NULL,
    put_at         INTEGER NOT NULL,
    PRIMARY KEY (action, branch_id, version)
) STRICT;

-- The matrix as shipped, version 1 of the company. Roles by number: 11 chief, 12 department manager, 13 company manager,
-- 9 accountant, 8 cashier. Amounts in fen.
INSERT INTO approval_rule (action, branch_id, version, steps, effective_from, put_by, put_at) VALUES
    ('REPLACEMENT', '', 1, '[{"from":0,"roles":[11,12]},{"from":100000,"roles":[12,13]}]', '2000-01-01', '', 0),
    ('EXPENSE', '', 1, '[{"from":0,"roles":[11,12]},{"from":100000,"roles":[12,13]}]', '2000-01-01', '', 0),
    ('REQUISITION', '', 1, '[{"from":0,"roles":[11,12]}]', '2000-01-01', '', 0),
    ('DISCOUNT', '', 1, '[{"from":1,"roles":[11,12]},{"from":100000,"roles":[12,13]}]', '2000-01-01', '', 0),
    ('CREDIT', '', 1, '[{"from":0,"roles":[11,12]},{"from":100000,"roles":[12,13]}]', '2000-01-01', '', 0),
    ('STOCK_ADJUSTMENT', '', 1, '[{"from":0,"roles":[11,12]}]', '2000-01-01', '', 0),
    ('REFUND', '', 1, '[{"from":0,"roles":[11,12]},{"from":100000,"roles":[12,13]}]', '2000-01-01', '', 0),
    ('CASH_HAND_IN', '', 1, '[{"from":0,"roles":[8,9]}]', '2000-01-01', '', 0);

CREATE TABLE checklist (
    role           INTEGER NOT NULL,
    topic          TEXT    NOT NULL,
    version        INTEGER NOT NULL,
    title          TEXT    NOT NULL,
    purpose        TEXT    NOT NULL,
    tools          TEXT    NOT NULL,
    steps          TEXT    NOT NULL,
    effective_from TEXT    NOT NULL,
    put_by         TEXT    NOT NULL,
    put_at         INTEGER NOT NULL,
    PRIMARY KEY (role, topic, version)
) STRICT;

-- items is one sealed document: it says what was seen of a person's work.
CREATE TABLE inspection (
    id                BLOB    NOT NULL PRIMARY KEY,
    branch_id         TEXT    NOT NULL REFERENCES branch (branch_id),
    role              INTEGER NOT NULL,
    topic             TEXT    NOT NULL,
    checklist_version INTEGER NOT NULL,
    staff_id          TEXT    NOT NULL REFERENCES staff (staff_id),
    inspector_id      TEXT    NOT NULL,
    day_date          TEXT    NOT NULL,
    items             BLOB    NOT NULL,
    passed            INTEGER NOT NULL,
    failed            INTEGER NOT NULL,
    recorded_at       INTEGER NOT NULL
) STRICT;

CREATE INDEX inspection_branch ON inspection (branch_id, day_date, id);
CREATE INDEX inspection_staff ON inspection (staff_id, day_date, id);

CREATE TABLE indicator (
    role           INTEGER NOT NULL,
    code           TEXT    NOT NULL,
    version        INTEGER NOT NULL,
    name           TEXT    NOT NULL,
    formula        TEXT    NOT NULL,
    unit           TEXT    NOT NULL,
    direction      TEXT    NOT NULL CHECK (direction IN ('HIGHER_IS_BETTER', 'LOWER_IS_BETTER')),
    target         TEXT    NOT NULL,
    effective_from TEXT    NOT NULL,
    PRIMARY KEY (role, code, version)
) STRICT;

CREATE TABLE training (
    id          BLOB    NOT NULL PRIMARY KEY,
    branch_id   TEXT    NOT NULL REFERENCES branch (branch_id),
    day_date    TEXT    NOT NULL,
    topic       TEXT    NOT NULL,
    trainer_id  TEXT    NOT NULL,
    attendees   TEXT    NOT NULL,
    minutes     INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;

CREATE INDEX training_branch ON training (branch_id, day_date, id);

-- body is one sealed document: text, answer, remarks.
CREATE TABLE issue_note (
    id         BLOB    NOT NULL PRIMARY KEY,
    branch_id  TEXT    NOT NULL REFERENCES branch (branch_id),
    author_id  TEXT    NOT NULL,
    ticket_id  BLOB,
    body       BLOB    NOT NULL,
    filed_at   INTEGER NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('OPEN', 'HANDLED')),
    handled_by TEXT    NOT NULL,
    handled_at INTEGER,
    version    INTEGER NOT NULL
) STRICT;

CREATE INDEX issue_note_branch ON issue_note (branch_id, state, filed_at, id);
CREATE INDEX issue_note_author ON issue_note (author_id, filed_at);

CREATE TABLE team (
    team_id   TEXT    NOT NULL PRIMARY KEY,
    branch_id TEXT    NOT NULL REFERENCES branch (branch_id),
    name      TEXT    NOT NULL,
    lead_id   TEXT    NOT NULL,
    members   TEXT    NOT NULL,
    dissolved INTEGER NOT NULL CHECK (dissolved IN (0, 1)),
    version   INTEGER NOT NULL
) STRICT;

CREATE INDEX team_branch ON team (branch_id, team_id);
