-- planned is false for a date whose shifts are the branch's opening hours; absences count all the same.
ALTER TABLE staff_day ADD COLUMN planned BOOLEAN NOT NULL DEFAULT TRUE;
