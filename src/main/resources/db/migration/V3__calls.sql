-- Calls at the provider, for the budget. A row without a provider's id is a call that is being made.
CREATE TABLE voice_call (
    session_id  TEXT    NOT NULL REFERENCES session (id),
    number      INTEGER NOT NULL,
    provider_id TEXT,
    started_at  BIGINT  NOT NULL,
    ended_at    BIGINT,
    PRIMARY KEY (session_id, number)
);
CREATE INDEX voice_call_live ON voice_call (started_at) WHERE ended_at IS NULL;
CREATE INDEX voice_call_started ON voice_call (started_at);

-- When listeners were told that the time is nearly up.
ALTER TABLE session ADD COLUMN warned_at BIGINT;
CREATE INDEX session_unwarned ON session (deadline_at) WHERE state = 'open' AND warned_at IS NULL;
