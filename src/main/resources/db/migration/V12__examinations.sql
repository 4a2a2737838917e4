-- The natural key of an examination. A line may have the same item_id: the student asked in that line.
CREATE UNIQUE INDEX session_event_examination ON session_event (session_id, item_id) WHERE type = 'examination';
