-- corrections beside closed tickets and archived vouchers; texts are sealed
CREATE TABLE amendment (
    ticket_id  UUID        NOT NULL,
    number     BIGINT      NOT NULL,
    document   TEXT        NOT NULL CHECK (document IN ('TICKET', 'VOUCHER')),
    what       TEXT        NOT NULL,
    sealed     BYTEA       NOT NULL,
    amended_by TEXT        NOT NULL,
    amended_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (ticket_id, number)
);
