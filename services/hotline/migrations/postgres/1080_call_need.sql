-- what a customer needs as the agent understood it; records counts what had come of the call by then
CREATE TABLE call_need (
    call_id     UUID        NOT NULL PRIMARY KEY,
    kind        TEXT        CHECK (kind IN ('REPAIR', 'CONSULT')),
    customer_id UUID,
    asset_id    UUID,
    fault_kind  TEXT,
    entitlement TEXT,
    records     BIGINT      NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by TEXT        NOT NULL
);
