-- What the student wrote about the encounter. Removed when the session is erased.
CREATE TABLE reflection (
    session_id      TEXT   NOT NULL PRIMARY KEY REFERENCES session (id),
    prompts_version TEXT   NOT NULL,
    answers         TEXT   NOT NULL,
    submitted_at    BIGINT NOT NULL
);

-- Debriefs that faculty released to the student. Removed when the session is erased.
CREATE TABLE debrief_release (
    session_id  TEXT    NOT NULL PRIMARY KEY REFERENCES session (id),
    answers     INTEGER NOT NULL,
    released_at BIGINT  NOT NULL
);
