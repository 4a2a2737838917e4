-- How many characters a session's lines have, with their revisions: a bound by number of lines alone is none on their
-- text. A session of an earlier version counts from here on.
ALTER TABLE session ADD COLUMN characters BIGINT NOT NULL DEFAULT 0;
