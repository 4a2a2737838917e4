-- What a client's key for one createSession stands for: hashes alone, and the session that was made.
CREATE TABLE idempotency_key (
    key_hash   TEXT   NOT NULL PRIMARY KEY,
    body_hash  TEXT   NOT NULL,
    session_id TEXT   NOT NULL REFERENCES session (id) DEFERRABLE INITIALLY DEFERRED,
    created_at BIGINT NOT NULL
);
CREATE INDEX idempotency_key_created ON idempotency_key (created_at);
