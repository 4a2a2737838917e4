-- Times are milliseconds since 1970-01-01 UTC. The same statements run on SQLite and PostgreSQL.

-- A case as it was when a session began: the canonical JSON under its SHA-256.
CREATE TABLE frozen_case (
    digest     TEXT   NOT NULL PRIMARY KEY,
    body       TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE session (
    id             TEXT    NOT NULL PRIMARY KEY,
    scenario_id    TEXT    NOT NULL,
    persona_id     TEXT    NOT NULL,
    role_id        TEXT,
    input_language TEXT,
    reply_language TEXT,
    case_digest    TEXT    NOT NULL REFERENCES frozen_case (digest),
    state          TEXT    NOT NULL CHECK (state IN ('open', 'ended', 'closed')),
    phase          TEXT    NOT NULL CHECK (phase IN ('subjective', 'objective', 'treatment_plan')),
    last_seq       BIGINT  NOT NULL,
    created_at     BIGINT  NOT NULL,
    deadline_at    BIGINT  NOT NULL,
    ended_at       BIGINT,
    closes_at      BIGINT,
    closed_at      BIGINT,
    call_id        TEXT,
    call_number    INTEGER NOT NULL
);

-- What is due: open sessions by their deadline, ended ones by the end of their grace window.
CREATE INDEX session_deadline ON session (deadline_at) WHERE state = 'open';
CREATE INDEX session_closing ON session (closes_at) WHERE state = 'ended';

-- The transcript log: append-only, gap-free per session.
CREATE TABLE session_event (
    session_id TEXT   NOT NULL REFERENCES session (id),
    seq        BIGINT NOT NULL,
    type       TEXT   NOT NULL,
    item_id    TEXT,
    payload    TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (session_id, seq)
);

-- The natural key of a line.
CREATE UNIQUE INDEX session_event_turn ON session_event (session_id, item_id) WHERE type = 'turn';
