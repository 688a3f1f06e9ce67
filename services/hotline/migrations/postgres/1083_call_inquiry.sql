-- calls in which a customer asked about a ticket; repeated within the days in which that counts as the same matter
CREATE TABLE call_inquiry (
    call_id   UUID        NOT NULL PRIMARY KEY,
    ticket_id UUID        NOT NULL,
    repeated  BOOLEAN     NOT NULL,
    asked_at  TIMESTAMPTZ NOT NULL
);

CREATE INDEX call_inquiry_ticket ON call_inquiry (ticket_id);
