-- Who created a session: a student who was logged in (a hash), or the members of a class (a hash of its name). Both are
-- removed when the session is erased.
ALTER TABLE session ADD COLUMN owner TEXT;
ALTER TABLE session ADD COLUMN class_id TEXT;
-- The version of the text that the participant agreed to.
ALTER TABLE session ADD COLUMN consent_version TEXT;
-- A student's own sessions, newest first.
CREATE INDEX session_owner ON session (owner, created_at, id) WHERE owner IS NOT NULL;
