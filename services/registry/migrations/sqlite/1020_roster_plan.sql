-- planned is 0 for a date whose shifts are the branch's opening hours; absences count all the same.
ALTER TABLE staff_day ADD COLUMN planned INTEGER NOT NULL DEFAULT 1 CHECK (planned IN (0, 1));
