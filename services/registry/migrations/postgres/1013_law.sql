-- product_line is empty for all that have no rule of their own.
CREATE TABLE law_rule (
    code           TEXT    NOT NULL,
    product_line   TEXT    NOT NULL,
    version        BIGINT  NOT NULL,
    bound          BIGINT  NOT NULL,
    choices        TEXT    NOT NULL,
    parts          TEXT    NOT NULL,
    effective_from TEXT    NOT NULL,
    in_force       BOOLEAN NOT NULL,
    source         TEXT    NOT NULL,
    PRIMARY KEY (code, product_line, version)
);

-- A repair of an asset, as dispatch tells it. waits is a list of [from, to] in microseconds, to 0 while it waits.
CREATE TABLE repair_episode (
    work_order_id UUID        NOT NULL PRIMARY KEY,
    work_order_no TEXT        NOT NULL,
    asset_id      UUID        NOT NULL,
    branch_id     TEXT        NOT NULL,
    third_party   BOOLEAN     NOT NULL,
    opened_at     TIMESTAMPTZ NOT NULL,
    waits         TEXT        NOT NULL,
    repaired_at   TIMESTAMPTZ,
    closed_at     TIMESTAMPTZ,
    cancelled     BOOLEAN     NOT NULL
);

CREATE INDEX repair_episode_asset ON repair_episode (asset_id, opened_at);
