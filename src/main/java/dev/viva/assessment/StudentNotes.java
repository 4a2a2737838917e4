package dev.viva.assessment;

import dev.viva.model.Note;
import dev.viva.session.Session;
import dev.viva.storage.Database;
import dev.viva.transcript.TranscriptLog;
import java.time.Clock;
import java.util.List;

/** The notes that a session's student may read. Thread-safe. */
public final class StudentNotes {
    private final Notes notes;

    public StudentNotes(Database database, TranscriptLog log, Clock clock) {
        this.notes = new Notes(database, log, clock);
    }

    /** The oldest first. */
    public List<Note> of(Session session) {
        return notes.list(session, Author.STUDENT);
    }
}
