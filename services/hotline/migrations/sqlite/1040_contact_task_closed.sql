-- a ticket that ends closes what its customer was still to be told
CREATE TABLE contact_task_next (
    id            BLOB    NOT NULL PRIMARY KEY,
    branch_id     TEXT    NOT NULL,
    ticket_id     BLOB    NOT NULL,
    work_order_no TEXT    NOT NULL,
    plan          TEXT    NOT NULL,
    state         TEXT    NOT NULL CHECK (state IN ('OPEN', 'DONE', 'CLOSED')),
    opened_at     INTEGER NOT NULL,
    due_at        INTEGER NOT NULL,
    said          BLOB,
    done_at       INTEGER,
    done_by       TEXT    NOT NULL,
    version       INTEGER NOT NULL,
    close_reason  TEXT,
    closed_at     INTEGER
) STRICT;

INSERT INTO contact_task_next (
    id, branch_id, ticket_id, work_order_no, plan, state, opened_at, due_at, said, done_at, done_by, version
)
SELECT id, branch_id, ticket_id, work_order_no, plan, state, opened_at, due_at, said, done_at, done_by, version
FROM contact_task;

DROP TABLE contact_task;
ALTER TABLE contact_task_next RENAME TO contact_task;

CREATE INDEX contact_task_listed ON contact_task (branch_id, state, due_at, id);
CREATE INDEX contact_task_ticket ON contact_task (ticket_id, id);
