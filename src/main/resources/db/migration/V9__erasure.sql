-- When a session's words were removed. Its row stays, so that the same request again is answered the same.
ALTER TABLE session ADD COLUMN erased_at BIGINT;
-- An erased session's key is removed with it.
CREATE INDEX idempotency_key_session ON idempotency_key (session_id);
