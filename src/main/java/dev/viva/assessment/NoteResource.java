package dev.viva.assessment;

import dev.viva.access.Faculty;
import dev.viva.access.SessionAccess;
import dev.viva.api.NotesApi;
import dev.viva.model.NewNote;
import dev.viva.model.NoteList;
import dev.viva.session.Session;
import jakarta.ws.rs.core.Response;
import java.security.Principal;

/** Notes of a session's student and of faculty. Thread-safe. */
final class NoteResource implements NotesApi {
    private final SessionAccess access;
    private final Notes notes;

    NoteResource(SessionAccess access, Notes notes) {
        this.access = access;
        this.notes = notes;
    }

    @Override
    public Response listNotes(Principal caller, String sessionId) {
        Session session = quoted(caller, sessionId);
        return Response.ok(new NoteList(notes.list(session, Author.of(caller)))).build();
    }

    @Override
    public Response createNote(Principal caller, String sessionId, NewNote note) {
        Session session = quoted(caller, sessionId);
        Notes.Stored stored = notes.create(session, Author.of(caller), note);
        return Response.status(stored.created() ? 201 : 200)
                .entity(stored.note())
                .build();
    }

    @Override
    public Response deleteNote(Principal caller, String sessionId, String noteId) {
        notes.delete(noted(caller, sessionId), Author.of(caller), noteId);
        return Response.noContent().build();
    }

    /** The same, whose lines the caller may read too: notes quote them. */
    private Session quoted(Principal caller, String sessionId) {
        return access.released(caller, noted(caller, sessionId));
    }

    /** A session on which the caller may write and read notes: its student, faculty. */
    private Session noted(Principal caller, String sessionId) {
        return caller instanceof Faculty ? access.forFaculty(caller, sessionId) : access.session(caller, sessionId);
    }
}
