-- Why goods go back unrepaired, and in words (F-6); none for a repair.
ALTER TABLE take_back ADD COLUMN unrepaired_reason TEXT;
ALTER TABLE take_back ADD COLUMN unrepaired_note TEXT NOT NULL DEFAULT '';
