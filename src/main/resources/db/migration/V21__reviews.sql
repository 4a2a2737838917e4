-- Whether the participant agreed that a model reads the lines.
ALTER TABLE session ADD COLUMN ai_review INTEGER NOT NULL DEFAULT 0;

-- What a model was asked about one transcript by one rubric. Removed when the session is erased. Times in milliseconds.
CREATE TABLE review (
    id                TEXT   NOT NULL PRIMARY KEY,
    session_id        TEXT   NOT NULL REFERENCES session (id),
    rubric_id         TEXT   NOT NULL,
    rubric_version    TEXT   NOT NULL,
    transcript_digest TEXT   NOT NULL,
    model             TEXT   NOT NULL,
    state             TEXT   NOT NULL CHECK (state IN ('running', 'done', 'failed')),
    asked_at          BIGINT NOT NULL,
    finished_at       BIGINT,
    taken_until       BIGINT NOT NULL,
    UNIQUE (session_id, rubric_id, rubric_version, transcript_digest, model)
);
CREATE INDEX review_asked ON review (asked_at, id);

-- What became of one criterion: a proposal, or why there is none. The confidence is in percent. Removed when the session
-- is erased.
CREATE TABLE review_answer (
    review_id     TEXT    NOT NULL REFERENCES review (id),
    criterion_id  TEXT    NOT NULL,
    session_id    TEXT    NOT NULL REFERENCES session (id),
    place         INTEGER NOT NULL,
    proposal_id   TEXT    NOT NULL UNIQUE,
    outcome       TEXT    NOT NULL,
    item_id       TEXT,
    quote         TEXT,
    confidence    INTEGER,
    model         TEXT    NOT NULL,
    prompt_digest TEXT    NOT NULL,
    answered_at   BIGINT  NOT NULL,
    PRIMARY KEY (review_id, criterion_id)
);
CREATE INDEX review_answer_session ON review_answer (session_id);

-- How many requests to the model a day (UTC) has used; of all sessions, so it stays when one is erased.
CREATE TABLE review_use (
    day      BIGINT NOT NULL PRIMARY KEY,
    requests BIGINT NOT NULL
);
