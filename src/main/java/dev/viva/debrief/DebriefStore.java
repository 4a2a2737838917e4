package dev.viva.debrief;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.model.DebriefRelease;
import dev.viva.model.DebriefReleaseState;
import dev.viva.model.NewReflection;
import dev.viva.model.Reflection;
import dev.viva.model.ReflectionAnswer;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps reflections and releases. Thread-safe. */
final class DebriefStore {
    private static final TypeReference<List<ReflectionAnswer>> ANSWERS = new TypeReference<>() {};

    private final Database database;
    private final ObjectMapper json;
    private final Clock clock;

    DebriefStore(Database database, ObjectMapper json, Clock clock) {
        this.database = database;
        this.json = json;
        this.clock = clock;
    }

    Optional<Reflection> reflection(String sessionId) {
        return database.read()
                .withExtension(DebriefDao.class, debriefs -> debriefs.reflection(sessionId))
                .map(stored -> reflection(sessionId, stored));
    }

    /** Who played the patient, where it is known. */
    Optional<String> model(String sessionId) {
        return database.read().withExtension(DebriefDao.class, debriefs -> debriefs.model(sessionId));
    }

    Optional<DebriefDao.Release> released(String sessionId) {
        return database.read().withExtension(DebriefDao.class, debriefs -> debriefs.released(sessionId));
    }

    /** Whether a session is released, itself or with its exam, and how it was last. */
    DebriefReleaseState release(String sessionId) {
        return released(sessionId)
                .map(found -> new DebriefReleaseState(
                        sessionId, true, found.answers() != 0, Instant.ofEpochMilli(found.releasedAt())))
                .orElseGet(() -> new DebriefReleaseState(sessionId, false, null, null));
    }

    /**
     * Stores a reflection; the same again returns what is stored.
     *
     * @throws ProblemException {@code reflection_stands} when another one is stored
     */
    Reflection reflect(String sessionId, NewReflection reflection) {
        DebriefDao.Stored stored = database.commits().commit(sessionId, transaction -> {
            requireKept(transaction, sessionId);
            DebriefDao debriefs = transaction.dao(DebriefDao.class);
            debriefs.reflect(sessionId, reflection.promptsVersion(), write(reflection.answers()), clock.millis());
            return debriefs.reflection(sessionId).orElseThrow();
        });
        if (!read(stored.answers()).equals(reflection.answers())
                || !stored.promptsVersion().equals(reflection.promptsVersion())) {
            throw new ProblemException(Failure.REFLECTION_STANDS);
        }
        return reflection(sessionId, stored);
    }

    DebriefRelease release(String sessionId, boolean answers) {
        long at = database.commits().commit(sessionId, transaction -> {
            requireKept(transaction, sessionId);
            DebriefDao debriefs = transaction.dao(DebriefDao.class);
            // After the one that it replaces, also by the clock of a replica that is behind.
            long earliest = debriefs.released(sessionId)
                    .map(last -> last.releasedAt() + 1)
                    .orElse(0L);
            long now = Math.max(clock.millis(), earliest);
            debriefs.release(sessionId, answers ? 1 : 0, now);
            return now;
        });
        return new DebriefRelease(sessionId, answers, Instant.ofEpochMilli(at));
    }

    /** An erasure at the same time wins: nothing is stored for an erased session. */
    private static void requireKept(Transaction transaction, String sessionId) {
        if (transaction.dao(SessionDao.class).lock(sessionId).isEmpty()) {
            throw new ProblemException(Failure.NOT_FOUND);
        }
    }

    private Reflection reflection(String sessionId, DebriefDao.Stored stored) {
        return new Reflection(
                sessionId, stored.promptsVersion(), read(stored.answers()), Instant.ofEpochMilli(stored.submittedAt()));
    }

    private String write(List<ReflectionAnswer> answers) {
        try {
            return json.writeValueAsString(answers);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "debrief: cannot write a reflection: " + e.getClass().getName());
        }
    }

    /** Jackson quotes the document in its messages, and the document is the student's. */
    private List<ReflectionAnswer> read(String answers) {
        try {
            return json.readValue(answers, ANSWERS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "debrief: cannot read a reflection: " + e.getClass().getName());
        }
    }
}
