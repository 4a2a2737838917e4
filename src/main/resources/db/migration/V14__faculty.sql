-- Who practised, as they said themselves. Removed when the session is erased.
ALTER TABLE session ADD COLUMN participant_name TEXT;
ALTER TABLE session ADD COLUMN participant_group TEXT;
-- Faculty's list, newest first.
CREATE INDEX session_created ON session (created_at, id);

-- What faculty did with sessions. It outlives them and contains no text of a conversation.
CREATE TABLE audit (
    id         TEXT   NOT NULL PRIMARY KEY,
    at         BIGINT NOT NULL,
    actor      TEXT   NOT NULL,
    action     TEXT   NOT NULL,
    operation  TEXT   NOT NULL,
    session_id TEXT,
    request_id TEXT
);
CREATE INDEX audit_at ON audit (at, id);
CREATE INDEX audit_session ON audit (session_id, at, id) WHERE session_id IS NOT NULL;
