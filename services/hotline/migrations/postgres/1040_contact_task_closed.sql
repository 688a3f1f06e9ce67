-- a ticket that ends closes what its customer was still to be told
ALTER TABLE contact_task DROP CONSTRAINT contact_task_state_check;
ALTER TABLE contact_task ADD CONSTRAINT contact_task_state_check CHECK (state IN ('OPEN', 'DONE', 'CLOSED'));
ALTER TABLE contact_task ADD COLUMN close_reason TEXT;
ALTER TABLE contact_task ADD COLUMN closed_at TIMESTAMPTZ;
