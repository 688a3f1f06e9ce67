ALTER TABLE work_order ADD COLUMN carried_over INTEGER NOT NULL DEFAULT 0;
ALTER TABLE work_order ADD COLUMN received_way TEXT;

UPDATE work_order SET queue_rank = queue_rank + 1 WHERE queue_rank >= 2;
UPDATE work_order SET received_way = 'PUSH' WHERE received_at IS NOT NULL;
