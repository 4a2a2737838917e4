package dev.viva.exam;

import dev.viva.access.Starter;
import dev.viva.library.CaseLibrary;
import dev.viva.model.NewSession;
import dev.viva.model.Participant;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Ids;
import dev.viva.session.PersonKeys;
import dev.viva.session.PersonNames;
import dev.viva.storage.Database;
import dev.viva.storage.Transaction;
import io.dropwizard.core.setup.Environment;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may start an encounter of an exam: in its window, with its case, once. An attempt that was erased may be taken
 * again. Thread-safe.
 */
public final class Exams {
    private final Database database;
    private final Clock clock;

    private Exams(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @param library the cases that exams choose from */
    public static Exams install(Environment environment, Database database, CaseLibrary library, Clock clock) {
        environment.jersey().register(new ExamResource(database, library, clock));
        return new Exams(database, clock);
    }

    /**
     * The place that a request asks for; empty when it is for no exam.
     *
     * @throws ProblemException {@code invalid_body} for an unknown exam, for a student without a name, and for another
     *     case than the exam's; {@code forbidden} for students of another group; {@code exam_not_open}
     */
    public Optional<Place> place(NewSession wish, Starter starter) {
        if (wish.examId() == null) {
            return Optional.empty();
        }
        ExamDao.Row exam = database.read()
                .withExtension(ExamDao.class, exams -> exams.find(wish.examId()))
                .orElseThrow(() -> ProblemException.invalidBody("/exam_id", "there is no such exam"));
        requireOpen(exam);
        requireItsCase(exam, wish);
        requireItsGroup(exam, starter);
        return Optional.of(placeOf(exam, wish.participant(), starter));
    }

    /** What the transaction that takes a place must lock first, so that {@link #requireFree} holds until its end. */
    public static Transaction.Lock lock(Place place) {
        String exam = place.examId();
        return new Transaction.Lock(
                "exam " + exam, transaction -> transaction.dao(ExamDao.class).lock(exam));
    }

    /**
     * Requires that a place is free, and that the exam has not closed while the transaction waited. A request that is
     * repeated must not ask: it has taken the place itself.
     *
     * @param now in the transaction, in milliseconds
     * @throws ProblemException {@code exam_not_open}, or {@code attempt_used} when the student has begun the exam
     */
    public static void requireFree(Transaction transaction, Place place, long now) {
        if (now >= place.closes().toEpochMilli()) {
            throw closed(place.closes());
        }
        String earlier = PersonKeys.earlier(place.taker(), place.name());
        if (transaction.dao(ExamDao.class).attemptsOf(place.examId(), place.taker(), earlier) > 0) {
            throw new ProblemException(Failure.ATTEMPT_USED);
        }
    }

    /** Takes a place that is free for a session that the transaction has stored. */
    public static void take(Transaction transaction, Place place, String sessionId, long now) {
        transaction.dao(ExamDao.class).take(place.examId(), place.taker(), sessionId, place.code(), place.name(), now);
    }

    private void requireOpen(ExamDao.Row exam) {
        Instant now = clock.instant();
        Instant opens = Instant.ofEpochMilli(exam.opensAt());
        Instant closes = Instant.ofEpochMilli(exam.closesAt());
        if (now.isBefore(opens)) {
            throw new ProblemException(Failure.EXAM_NOT_OPEN, "This exam opens at " + opens + ".");
        }
        if (!now.isBefore(closes)) {
            throw closed(closes);
        }
    }

    private static ProblemException closed(Instant at) {
        return new ProblemException(Failure.EXAM_NOT_OPEN, "This exam closed at " + at + ".");
    }

    private static void requireItsCase(ExamDao.Row exam, NewSession wish) {
        requireEqual("/scenario_id", exam.scenarioId(), wish.scenarioId());
        requireEqual("/persona_id", exam.personaId(), wish.personaId());
        requireEqual("/role_id", exam.roleId(), wish.roleId());
    }

    private static void requireEqual(String pointer, @Nullable String ofExam, @Nullable String wished) {
        if (!Objects.equals(ofExam, wished)) {
            throw ProblemException.invalidBody(pointer, "must be that of the exam");
        }
    }

    private static void requireItsGroup(ExamDao.Row exam, Starter starter) {
        String shown = starter.groupOr(null);
        if (exam.examGroup() != null
                && shown != null
                && !PersonNames.stripped(exam.examGroup()).equals(shown)) {
            throw new ProblemException(Failure.FORBIDDEN);
        }
    }

    private static Place placeOf(ExamDao.Row exam, @Nullable Participant given, Starter starter) {
        String name = starter.nameOr(given);
        if (name == null) {
            throw ProblemException.invalidBody(
                    given == null ? "/participant" : "/participant/name", "is required here: say who takes the exam");
        }
        String taker = PersonKeys.of(starter.owner(), name);
        String group = exam.examGroup() == null ? starter.groupOr(given) : PersonNames.stripped(exam.examGroup());
        return new Place(exam.id(), taker, name, Ids.candidate(), group, Instant.ofEpochMilli(exam.closesAt()));
    }
}
