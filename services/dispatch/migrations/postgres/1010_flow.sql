ALTER TABLE work_order ADD COLUMN order_type TEXT NOT NULL DEFAULT 'REPAIR';
ALTER TABLE work_order ADD COLUMN payer_kind TEXT NOT NULL DEFAULT 'COMPANY';
ALTER TABLE work_order ADD COLUMN payer_id UUID;
ALTER TABLE work_order ADD COLUMN crew TEXT NOT NULL DEFAULT '';
ALTER TABLE work_order ADD COLUMN agreed_total BIGINT;
ALTER TABLE work_order ADD COLUMN quote_version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE work_order ADD COLUMN same_day BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE work_order ADD COLUMN bonus_exclusion TEXT NOT NULL DEFAULT '';
ALTER TABLE work_order ADD COLUMN report_delay_days BIGINT NOT NULL DEFAULT 0;
ALTER TABLE work_order ADD COLUMN reissue_late BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE work_order ADD COLUMN phoned_at TIMESTAMPTZ;
ALTER TABLE work_order ADD COLUMN phoned_by TEXT;
ALTER TABLE work_order ADD COLUMN phone_findings TEXT NOT NULL DEFAULT '';
ALTER TABLE work_order ADD COLUMN manual_read_at TIMESTAMPTZ;
ALTER TABLE work_order ADD COLUMN manual_read_by TEXT;
UPDATE work_order SET payer_kind = 'CUSTOMER' WHERE service_class = 'A';
UPDATE work_order
SET queue_rank = CASE WHEN reissued THEN 2 ELSE 6 END + CASE WHEN urged THEN 0 ELSE 1 END;
CREATE INDEX work_order_original ON work_order (original_id) WHERE original_id IS NOT NULL;

ALTER TABLE visit ADD COLUMN crew TEXT NOT NULL DEFAULT '';
ALTER TABLE visit ADD COLUMN availability_override TEXT NOT NULL DEFAULT '';

ALTER TABLE missed_service ADD COLUMN revoked_at TIMESTAMPTZ;

-- Facts that were received later than they happened.
CREATE TABLE late_fact (
    id            UUID    NOT NULL PRIMARY KEY,
    work_order_id UUID    NOT NULL REFERENCES work_order (id),
    action        TEXT    NOT NULL,
    told_at       TIMESTAMPTZ NOT NULL,
    received_at   TIMESTAMPTZ NOT NULL,
    trusted       BOOLEAN NOT NULL,
    told_by       TEXT    NOT NULL
);

CREATE INDEX late_fact_order ON late_fact (work_order_id, id);
