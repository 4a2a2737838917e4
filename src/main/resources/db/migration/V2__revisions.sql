-- Revisions are few: finding a line's, or a session's, must not read its whole log.
CREATE INDEX session_event_revision ON session_event (session_id, item_id) WHERE type = 'turn_revised';
