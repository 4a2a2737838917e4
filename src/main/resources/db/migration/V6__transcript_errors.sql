-- An item that could not be written down is told once, however many report it.
CREATE UNIQUE INDEX session_event_error ON session_event (session_id, item_id) WHERE type = 'transcript_error';
