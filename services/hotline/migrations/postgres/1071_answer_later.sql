-- What a demand is about that is to be answered (DSP-63); empty for the other plans.
ALTER TABLE contact_task ADD COLUMN topic TEXT NOT NULL DEFAULT '';
