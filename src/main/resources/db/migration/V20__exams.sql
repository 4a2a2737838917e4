-- One case for a window of time. Times in milliseconds.
CREATE TABLE exam (
    id              TEXT    NOT NULL PRIMARY KEY,
    title           TEXT    NOT NULL,
    scenario_id     TEXT    NOT NULL,
    persona_id      TEXT    NOT NULL,
    role_id         TEXT,
    exam_group      TEXT,
    opens_at        BIGINT  NOT NULL,
    closes_at       BIGINT  NOT NULL,
    created_at      BIGINT  NOT NULL,
    answers         INTEGER NOT NULL DEFAULT 0,
    released_at     BIGINT
);
CREATE INDEX exam_created ON exam (created_at, id);

-- Who takes an exam, under the code by which the session names them. Removed when the session is erased.
CREATE TABLE exam_attempt (
    exam_id     TEXT   NOT NULL REFERENCES exam (id),
    taker       TEXT   NOT NULL,
    session_id  TEXT   NOT NULL UNIQUE REFERENCES session (id),
    code        TEXT   NOT NULL,
    name        TEXT   NOT NULL,
    started_at  BIGINT NOT NULL,
    PRIMARY KEY (exam_id, taker)
);

ALTER TABLE session ADD COLUMN exam_id TEXT;
