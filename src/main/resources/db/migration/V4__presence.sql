-- When somebody was last there in a session with a call: a call that nobody attends is hung up.
ALTER TABLE session ADD COLUMN seen_at BIGINT;
CREATE INDEX session_call ON session (seen_at) WHERE state = 'open' AND call_id IS NOT NULL;

-- What the provider reports to have been used for a call.
ALTER TABLE voice_call ADD COLUMN tokens BIGINT NOT NULL DEFAULT 0;
