package dev.viva.assessment;

import dev.viva.access.SessionAccess;
import dev.viva.library.CaseLibrary;
import dev.viva.session.Session;
import dev.viva.storage.Database;
import dev.viva.storage.Transaction;
import dev.viva.transcript.TranscriptLog;
import io.dropwizard.core.setup.Environment;
import java.time.Clock;
import java.util.function.Consumer;

/** Installs notes, rubrics and assessments, and erases them with their session. */
public final class Assessments {
    private Assessments() {}

    /**
     * @param library the rubrics to assess by
     * @param released throws a problem when the student of a session may not read yet what was found of it
     */
    public static void install(
            Environment environment,
            Database database,
            SessionAccess access,
            CaseLibrary library,
            TranscriptLog log,
            Consumer<Session> released,
            Clock clock) {
        environment.jersey().register(new NoteResource(access, new Notes(database, log, clock)));
        environment
                .jersey()
                .register(
                        new AssessmentResource(access, library, new Scoring(database, library, log, clock), released));
    }

    /** Deletes what was noted and scored, inside the transaction that makes the session a tombstone. */
    public static void erase(Transaction transaction, String sessionId) {
        transaction.dao(NoteDao.class).erase(sessionId);
        transaction.dao(AssessmentDao.class).erase(sessionId);
    }
}
