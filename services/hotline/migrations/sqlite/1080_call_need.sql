-- what a customer needs as the agent understood it; records counts what had come of the call by then
CREATE TABLE call_need (
    call_id     BLOB    NOT NULL PRIMARY KEY,
    kind        TEXT    CHECK (kind IN ('REPAIR', 'CONSULT')),
    customer_id BLOB,
    asset_id    BLOB,
    fault_kind  TEXT,
    entitlement TEXT,
    records     INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by TEXT    NOT NULL
) STRICT;
