-- Why another coverage than the derived one counts (X-27), sealed; set exactly when one does.
ALTER TABLE ticket ADD COLUMN coverage_reason BYTEA;
