-- calls in which a customer asked about a ticket; repeated within the days in which that counts as the same matter
CREATE TABLE call_inquiry (
    call_id   BLOB    NOT NULL PRIMARY KEY,
    ticket_id BLOB    NOT NULL,
    repeated  INTEGER NOT NULL CHECK (repeated IN (0, 1)),
    asked_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX call_inquiry_ticket ON call_inquiry (ticket_id);
