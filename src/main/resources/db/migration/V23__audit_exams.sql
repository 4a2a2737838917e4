-- Which exam faculty released. Empty where the operation concerns none, and before this version.
ALTER TABLE audit ADD COLUMN exam_id TEXT;
CREATE INDEX audit_exam ON audit (exam_id, at, id) WHERE exam_id IS NOT NULL;
