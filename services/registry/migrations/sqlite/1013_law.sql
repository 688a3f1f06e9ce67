-- product_line is empty for all that have no rule of their own.
CREATE TABLE law_rule (
    code           TEXT    NOT NULL,
    product_line   TEXT    NOT NULL,
    version        INTEGER NOT NULL,
    bound          INTEGER NOT NULL,
    choices        TEXT    NOT NULL,
    parts          TEXT    NOT NULL,
    effective_from TEXT    NOT NULL,
    in_force       INTEGER NOT NULL CHECK (in_force IN (0, 1)),
    source         TEXT    NOT NULL,
    PRIMARY KEY (code, product_line, version)
) STRICT;

-- A repair of an asset, as dispatch tells it. waits is a list of [from, to] in microseconds, to 0 while it waits.
CREATE TABLE repair_episode (
    work_order_id BLOB    NOT NULL PRIMARY KEY,
    work_order_no TEXT    NOT NULL,
    asset_id      BLOB    NOT NULL,
    branch_id     TEXT    NOT NULL,
    third_party   INTEGER NOT NULL CHECK (third_party IN (0, 1)),
    opened_at     INTEGER NOT NULL,
    waits         TEXT    NOT NULL,
    repaired_at   INTEGER,
    closed_at     INTEGER,
    cancelled     INTEGER NOT NULL CHECK (cancelled IN (0, 1))
) STRICT;

CREATE INDEX repair_episode_asset ON repair_episode (asset_id, opened_at);
