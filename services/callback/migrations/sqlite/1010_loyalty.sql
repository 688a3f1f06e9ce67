-- Loyalty to the brand by the answers of the callback (X-24).
ALTER TABLE callback_task ADD COLUMN loyalty TEXT CHECK (loyalty IN ('HIGH', 'MEDIUM', 'LOW', 'NONE'));

CREATE INDEX callback_task_customer ON callback_task (branch_id, customer_id, visit_date);
CREATE INDEX callback_task_unsatisfied ON callback_task (branch_id, called_at) WHERE satisfied = 'NO';
