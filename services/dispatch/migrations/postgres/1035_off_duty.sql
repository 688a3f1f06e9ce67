-- Dates on which a technician is not at work all day, as the registry's roster says (X-30).
CREATE TABLE off_duty (
    branch_id TEXT NOT NULL,
    date      TEXT NOT NULL,
    staff_id  TEXT NOT NULL,
    PRIMARY KEY (branch_id, date, staff_id)
);
