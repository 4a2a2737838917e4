-- What a session's student and faculty noted, mostly on words of a line. Removed when the session is erased.
CREATE TABLE note (
    session_id  TEXT    NOT NULL REFERENCES session (id),
    note_id     TEXT    NOT NULL,
    author      TEXT    NOT NULL,
    author_role TEXT    NOT NULL CHECK (author_role IN ('faculty', 'student')),
    visibility  TEXT    NOT NULL CHECK (visibility IN ('faculty', 'student')),
    words       TEXT    NOT NULL,
    item_id     TEXT,
    start_at    INTEGER,
    end_at      INTEGER,
    quote       TEXT,
    created_at  BIGINT  NOT NULL,
    PRIMARY KEY (session_id, note_id)
);

-- Who of faculty assesses, under the pseudonym that others see.
CREATE TABLE rater (
    id   TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

-- One version of one rater's assessment by one rubric; the scores as JSON. Removed when the session is erased.
CREATE TABLE assessment (
    session_id     TEXT    NOT NULL REFERENCES session (id),
    rater          TEXT    NOT NULL REFERENCES rater (id),
    rubric_id      TEXT    NOT NULL,
    version        INTEGER NOT NULL,
    rubric_version TEXT    NOT NULL,
    state          TEXT    NOT NULL CHECK (state IN ('draft', 'signed')),
    scores         TEXT    NOT NULL,
    created_at     BIGINT  NOT NULL,
    updated_at     BIGINT  NOT NULL,
    signed_at      BIGINT,
    PRIMARY KEY (session_id, rater, rubric_id, version)
);

-- The sessions of a group, newest first.
CREATE INDEX session_group ON session (participant_group, created_at, id) WHERE participant_group IS NOT NULL;
