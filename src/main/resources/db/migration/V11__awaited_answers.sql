-- Typed lines that wait for the patient's answer; a row goes with the answer. Nobody else answers it until taken_until.
CREATE TABLE awaited_answer (
    session_id  TEXT    NOT NULL REFERENCES session (id),
    item_id     TEXT    NOT NULL,
    seq         BIGINT  NOT NULL,
    tries       INTEGER NOT NULL,
    taken_by    TEXT,
    taken_until BIGINT  NOT NULL,
    PRIMARY KEY (session_id, item_id)
);
CREATE INDEX awaited_answer_waiting ON awaited_answer (taken_until);
