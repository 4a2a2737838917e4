-- Ended sessions by age: the oldest are erased first.
CREATE INDEX session_ended ON session (ended_at, id) WHERE state = 'closed' AND erased_at IS NULL;

-- How many bytes of a journal of erasures were applied to this database. A restored backup has an earlier place.
CREATE TABLE erasure_journal (
    id      TEXT   NOT NULL PRIMARY KEY,
    applied BIGINT NOT NULL
);
