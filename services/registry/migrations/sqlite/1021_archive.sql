ALTER TABLE customer ADD COLUMN archived_at INTEGER;

-- Every archiving and reopening of a customer.
CREATE TABLE customer_archive (
    customer_id BLOB    NOT NULL REFERENCES customer (id),
    version     INTEGER NOT NULL,
    archived    INTEGER NOT NULL CHECK (archived IN (0, 1)),
    reason      TEXT    NOT NULL,
    decided_by  TEXT    NOT NULL,
    decided_at  INTEGER NOT NULL,
    PRIMARY KEY (customer_id, version)
) STRICT;

-- A document that corrects another one.
ALTER TABLE dossier_document ADD COLUMN amends_id BLOB;
