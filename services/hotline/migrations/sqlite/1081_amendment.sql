-- corrections beside closed tickets and archived vouchers; texts are sealed
CREATE TABLE amendment (
    ticket_id  BLOB    NOT NULL,
    number     INTEGER NOT NULL,
    document   TEXT    NOT NULL CHECK (document IN ('TICKET', 'VOUCHER')),
    what       TEXT    NOT NULL,
    sealed     BLOB    NOT NULL,
    amended_by TEXT    NOT NULL,
    amended_at INTEGER NOT NULL,
    PRIMARY KEY (ticket_id, number)
) STRICT;
