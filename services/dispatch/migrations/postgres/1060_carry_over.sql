ALTER TABLE work_order ADD COLUMN carried_over BIGINT NOT NULL DEFAULT 0;
ALTER TABLE work_order ADD COLUMN received_way TEXT;

UPDATE work_order
SET queue_rank = CASE WHEN reissued THEN 0 ELSE 4 END + CASE WHEN urged THEN 0 ELSE 1 END;
UPDATE work_order SET received_way = 'PUSH' WHERE received_at IS NOT NULL;
