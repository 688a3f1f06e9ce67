-- branch_id is empty for the company.
CREATE TABLE approval_rule (
    action         TEXT        NOT NULL,
    branch_id      TEXT        NOT NULL,
    version        BIGINT      NOT NULL,
    steps          TEXT        NOT NULL,
    effective_from TEXT        NOT NULL,
    put_by         TEXT        NOT NULL,
    put_at         TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (action, branch_id, version)
);

-- The matrix as shipped, version 1 of the company. Roles by number: 11 chief, 12 department manager, 13 company manager,
-- 9 accountant, 8 cashier. Amounts in fen.
INSERT INTO approval_rule (action, branch_id, version, steps, effective_from, put_by, put_at) VALUES
    ('REPLACEMENT', '', 1, '[{"from":0,"roles":[11,12]},{"from":100000,"roles":[12,13]}]', '2000-01-01', '', '1970-01-01T00:00:00Z'),
    ('EXPENSE', '', 1, '[{"from":0,"roles":[11,12]},{"from":100000,"roles":[12,13]}]', '2000-01-01', '', '1970-01-01T00:00:00Z'),
    ('REQUISITION', '', 1, '[{"from":0,"roles":[11,12]}]', '2000-01-01', '', '1970-01-01T00:00:00Z'),
    ('DISCOUNT', '', 1, '[{"from":1,"roles":[11,12]},{"from":100000,"roles":[12,13]}]', '2000-01-01', '', '1970-01-01T00:00:00Z'),
    ('CREDIT', '', 1, '[{"from":0,"roles":[11,12]},{"from":100000,"roles":[12,13]}]', '2000-01-01', '', '1970-01-01T00:00:00Z'),
    ('STOCK_ADJUSTMENT', '', 1, '[{"from":0,"roles":[11,12]}]', '2000-01-01', '', '1970-01-01T00:00:00Z'),
    ('REFUND', '', 1, '[{"from":0,"roles":[11,12]},{"from":100000,"roles":[12,13]}]', '2000-01-01', '', '1970-01-01T00:00:00Z'),
    ('CASH_HAND_IN', '', 1, '[{"from":0,"roles":[8,9]}]', '2000-01-01', '', '1970-01-01T00:00:00Z');

CREATE TABLE checklist (
    role           BIGINT      NOT NULL,
    topic          TEXT        NOT NULL,
    version        BIGINT      NOT NULL,
    title          TEXT        NOT NULL,
    purpose        TEXT        NOT NULL,
    tools          TEXT        NOT NULL,
    steps          TEXT        NOT NULL,
    effective_from TEXT        NOT NULL,
    put_by         TEXT        NOT NULL,
    put_at         TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (role, topic, version)
);

-- items is one sealed document: it says what was seen of a person's work.
CREATE TABLE inspection (
    id                UUID        NOT NULL PRIMARY KEY,
    branch_id         TEXT        NOT NULL REFERENCES branch (branch_id),
    role              BIGINT      NOT NULL,
    topic             TEXT        NOT NULL,
    checklist_version BIGINT      NOT NULL,
    staff_id          TEXT        NOT NULL REFERENCES staff (staff_id),
    inspector_id      TEXT        NOT NULL,
    day_date          TEXT        NOT NULL,
    items             BYTEA       NOT NULL,
    passed            BIGINT      NOT NULL,
    failed            BIGINT      NOT NULL,
    recorded_at       TIMESTAMPTZ NOT NULL
);

CREATE INDEX inspection_branch ON inspection (branch_id, day_date, id);
CREATE INDEX inspection_staff ON inspection (staff_id, day_date, id);

CREATE TABLE indicator (
    role           BIGINT NOT NULL,
    code           TEXT   NOT NULL,
    version        BIGINT NOT NULL,
    name           TEXT   NOT NULL,
    formula        TEXT   NOT NULL,
    unit           TEXT   NOT NULL,
    direction      TEXT   NOT NULL CHECK (direction IN ('HIGHER_IS_BETTER', 'LOWER_IS_BETTER')),
    target         TEXT   NOT NULL,
    effective_from TEXT   NOT NULL,
    PRIMARY KEY (role, code, version)
);

CREATE TABLE training (
    id          UUID        NOT NULL PRIMARY KEY,
    branch_id   TEXT        NOT NULL REFERENCES branch (branch_id),
    day_date    TEXT        NOT NULL,
    topic       TEXT        NOT NULL,
    trainer_id  TEXT        NOT NULL,
    attendees   TEXT        NOT NULL,
    minutes     BIGINT      NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX training_branch ON training (branch_id, day_date, id);

-- body is one sealed document: text, answer, remarks.
CREATE TABLE issue_note (
    id         UUID        NOT NULL PRIMARY KEY,
    branch_id  TEXT        NOT NULL REFERENCES branch (branch_id),
    author_id  TEXT        NOT NULL,
    ticket_id  UUID,
    body       BYTEA       NOT NULL,
    filed_at   TIMESTAMPTZ NOT NULL,
    state      TEXT        NOT NULL CHECK (state IN ('OPEN', 'HANDLED')),
    handled_by TEXT        NOT NULL,
    handled_at TIMESTAMPTZ,
    version    BIGINT      NOT NULL
);

CREATE INDEX issue_note_branch ON issue_note (branch_id, state, filed_at, id);
CREATE INDEX issue_note_author ON issue_note (author_id, filed_at);

CREATE TABLE team (
    team_id   TEXT    NOT NULL PRIMARY KEY,
    branch_id TEXT    NOT NULL REFERENCES branch (branch_id),
    name      TEXT    NOT NULL,
    lead_id   TEXT    NOT NULL,
    members   TEXT    NOT NULL,
    dissolved BOOLEAN NOT NULL,
    version   BIGINT  NOT NULL
);

CREATE INDEX team_branch ON team (branch_id, team_id);
