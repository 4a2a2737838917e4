-- The last batch that each writer committed: a commit whose answer was lost is looked up here. A row for each start.
CREATE TABLE commit_mark (
    writer TEXT   NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL
);
