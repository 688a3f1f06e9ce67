-- A demand of the customer that is answered later (DSP-63): what about, in words, and by when if that was agreed.
ALTER TABLE visit ADD COLUMN answer_topic TEXT;
ALTER TABLE visit ADD COLUMN answer_demand TEXT NOT NULL DEFAULT '';
ALTER TABLE visit ADD COLUMN answer_by TIMESTAMPTZ;
