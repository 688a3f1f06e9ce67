ALTER TABLE customer ADD COLUMN archived_at TIMESTAMPTZ;

-- Every archiving and reopening of a customer.
CREATE TABLE customer_archive (
    customer_id UUID        NOT NULL REFERENCES customer (id),
    version     BIGINT      NOT NULL,
    archived    BOOLEAN     NOT NULL,
    reason      TEXT        NOT NULL,
    decided_by  TEXT        NOT NULL,
    decided_at  TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (customer_id, version)
);

-- A document that corrects another one.
ALTER TABLE dossier_document ADD COLUMN amends_id UUID;
