CREATE TABLE ref_branch (
    branch_id TEXT    NOT NULL PRIMARY KEY,
    version   INTEGER NOT NULL,
    book      BLOB    NOT NULL
) STRICT;
