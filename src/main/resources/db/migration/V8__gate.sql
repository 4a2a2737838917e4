-- What only one transaction at a time may decide, on all replicas: it changes the row of that name first.
CREATE TABLE gate (
    name   TEXT   NOT NULL PRIMARY KEY,
    passed BIGINT NOT NULL
);
INSERT INTO gate (name, passed) VALUES ('budget', 0);
