package dev.viva.examination;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.codahale.metrics.MetricRegistry;
import dev.viva.access.SessionAccess;
import dev.viva.library.CaseLibrary;
import dev.viva.library.Library;
import dev.viva.model.CaseMedia;
import dev.viva.model.Examination;
import dev.viva.model.ExaminationAsker;
import dev.viva.model.ExaminationOutcome;
import dev.viva.model.Phase;
import dev.viva.model.Role;
import dev.viva.model.Scenario;
import dev.viva.model.Side;
import dev.viva.model.Turn;
import dev.viva.model.TurnSource;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.transcript.TranscriptLog;
import io.dropwizard.core.setup.Environment;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Performs the tests that students ask for, and stores what they show. Thread-safe. */
public final class Examinations {
    private static final String CONFLICT =
            "Another test is stored under this `item_id`. The stored one stays; use a new id for a new test.";

    private final Database database;
    private final Library library;
    private final TranscriptLog log;
    private final boolean listens;
    private final MetricRegistry metrics;

    Examinations(Database database, Library library, TranscriptLog log, boolean listens, MetricRegistry metrics) {
        this.database = database;
        this.library = library;
        this.log = log;
        this.listens = listens;
        this.metrics = metrics;
    }

    /**
     * Serves the examinations of all sessions.
     *
     * @param listens whether the server listens to each call, so that the provider reports what the patient shows
     */
    public static Examinations install(
            Environment environment,
            Database database,
            SessionAccess access,
            Library library,
            TranscriptLog log,
            boolean listens) {
        var examinations = new Examinations(database, library, log, listens, environment.metrics());
        for (ExaminationOutcome outcome : ExaminationOutcome.values()) {
            environment.metrics().counter(counter(outcome));
        }
        environment.jersey().register(new ExaminationResource(access, examinations));
        return examinations;
    }

    /**
     * Performs a test. The same test again returns what is stored.
     *
     * @throws ProblemException {@code invalid_body} when there is no such test, {@code examination_not_begun} during
     *     the history, {@code item_conflict} when another test is stored under the same item, {@code session_ended}
     */
    Performed perform(Session session, AskedTest asked) {
        var topics = library.frozen().of(session).scenario().objective();
        var tests = tests();
        var stored = log.appendExamination(session.id(), asked.itemId(), locked -> {
            Examination examination = Decision.of(topics, tests, asked, locked.phase());
            return new TranscriptLog.Examined(examination, Decision.isStored(examination));
        });
        if (!asked.isAnsweredBy(stored.examination())) {
            throw new ProblemException(Failure.ITEM_CONFLICT, CONFLICT);
        }
        if (stored.created() || stored.event() == null) {
            metrics.counter(counter(stored.examination().outcome())).inc();
        }
        return new Performed(stored.examination(), stored.event(), stored.created());
    }

    /**
     * What a test of a case shows, without a session, for rehearsals.
     *
     * @throws ProblemException as {@link #perform} does
     */
    public static Examination rehearse(
            CaseLibrary cases, Scenario scenario, String testId, @Nullable Side side, boolean consent, Phase phase) {
        var asked = new AskedTest("rehearsed", testId, side, consent, ExaminationAsker.PANEL);
        return Decision.of(scenario.objective(), Tests.of(cases), asked, phase);
    }

    /** The functions of the patient's voice. */
    public VoiceFunctions functions() {
        return new ExamineFunction(this, ExamineFunction.DEADLINE);
    }

    Tests tests() {
        return Tests.of(library.cases());
    }

    /** @throws ProblemException {@code not_found} for an unknown session */
    Session session(String sessionId) {
        return database.read()
                .withExtension(SessionDao.class, sessions -> sessions.find(sessionId))
                .orElseThrow(() -> new ProblemException(Failure.NOT_FOUND));
    }

    /** The id of the test that is meant by its id, a name or a description. */
    Optional<String> test(Session session, String said) {
        return TestNames.of(library.frozen().of(session).scenario().objective(), tests())
                .find(said);
    }

    /** The side that counts for a test of the session's case: none for a test without sides, whatever was said. */
    @Nullable
    Side side(Session session, String testId, @Nullable Side said) {
        var topics = library.frozen().of(session).scenario().objective();
        return Decision.side(topics, tests(), testId, said);
    }

    /** Something of the case, once the session has shown it; for faculty in any case. */
    CaseMedia media(Session session, String mediaId, boolean faculty) {
        return requireNonNullElse(library.frozen().of(session).scenario().media(), List.<CaseMedia>of()).stream()
                .filter(media -> media.mediaId().equals(mediaId))
                .filter(media -> faculty || hasShown(session, mediaId))
                .findFirst()
                .orElseThrow(() -> new ProblemException(Failure.NOT_FOUND));
    }

    /** Whether an examination or a line of the patient has shown something of the case. */
    private boolean hasShown(Session session, String mediaId) {
        return log.examinations(session).stream()
                        .map(event -> requireNonNull(event.examination()))
                        .anyMatch(examination -> names(examination.media(), mediaId))
                || log.inReadingOrder(session).stream()
                        .anyMatch(turn -> isOfThePatient(turn) && names(turn.media(), mediaId));
    }

    private static boolean names(@Nullable List<String> media, String mediaId) {
        return media != null && media.contains(mediaId);
    }

    /** A client can relay anything as the patient's line. Where the provider reports lines too, it must have done so. */
    private boolean isOfThePatient(Turn turn) {
        boolean reported = turn.source() != TurnSource.CLIENT || (!listens && turn.unconfirmed() == null);
        return reported && turn.role() == Role.PATIENT;
    }

    private static String counter(ExaminationOutcome outcome) {
        return "viva.examinations." + outcome;
    }
}
