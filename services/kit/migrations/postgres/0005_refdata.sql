CREATE TABLE ref_branch (
    branch_id TEXT   NOT NULL PRIMARY KEY,
    version   BIGINT NOT NULL,
    book      BYTEA  NOT NULL
);
