package dev.viva.review;

import com.codahale.metrics.MetricRegistry;
import dev.viva.access.SessionAccess;
import dev.viva.assessment.SignedAssessments;
import dev.viva.library.CaseLibrary;
import dev.viva.metrics.Reading;
import dev.viva.model.Review;
import dev.viva.model.Rubric;
import dev.viva.model.Turn;
import dev.viva.openai.OpenAiChat;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.problem.Secret;
import dev.viva.session.Session;
import dev.viva.storage.Database;
import dev.viva.transcript.TranscriptLog;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The reviews of sessions: asked for by faculty, of students who agreed. Thread-safe. */
public final class Reviews {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Beside the tries of one request, for the pauses between them and for waiting for a turn. */
    private static final Duration SLACK = Duration.ofMinutes(3);

    private final CaseLibrary library;
    private final TranscriptLog log;
    private final ReviewStore store;
    private final Precision precision;
    private final Optional<Asking> asking;
    private final Clock clock;

    /** @param maxCharacters of a transcript that is sent */
    private record Asking(Reviewer reviewer, Reviewing reviewing, int maxCharacters) {}

    private Reviews(
            CaseLibrary library,
            TranscriptLog log,
            ReviewStore store,
            Precision precision,
            Optional<Asking> asking,
            Clock clock) {
        this.library = library;
        this.log = log;
        this.store = store;
        this.precision = precision;
        this.asking = asking;
        this.clock = clock;
    }

    /** Serves reviews; without a reviewer only those that are stored. */
    public static void install(
            Environment environment,
            ReviewConfiguration config,
            Database database,
            SessionAccess access,
            CaseLibrary library,
            TranscriptLog log,
            Clock clock) {
        Duration patience = config.timeout()
                .toJavaDuration()
                .multipliedBy(config.retries() + 1L)
                .plus(SLACK);
        var store = new ReviewStore(database, config.requestsPerDay(), patience, clock);
        var precision = new Precision(store, new SignedAssessments(database));
        Optional<Asking> asking = Optional.ofNullable(config.apiKey())
                .filter(key -> config.on())
                .map(key -> {
                    OpenAiChat chat = chat(config, key);
                    var reviewer = new ChatReviewer(chat, config.model(), config.retries(), PAUSE);
                    var reviewing = new Reviewing(
                            reviewer,
                            store,
                            config.maxConcurrentRequests(),
                            patience.dividedBy(4),
                            environment.metrics(),
                            clock);
                    environment.lifecycle().manage(new AutoCloseableManager(chat));
                    environment.lifecycle().manage(new AutoCloseableManager(reviewing));
                    measure(environment.metrics(), config, store);
                    return new Asking(reviewer, reviewing, config.maxCharacters());
                });
        var reviews = new Reviews(library, log, store, precision, asking, clock);
        environment.jersey().register(new ReviewResource(access, reviews, precision));
    }

    /** A client of the configured model. */
    public static OpenAiChat chat(ReviewConfiguration config, Secret key) {
        return new OpenAiChat(
                config.baseUri(),
                key,
                config.connectTimeout().toJavaDuration(),
                config.timeout().toJavaDuration());
    }

    private static void measure(MetricRegistry metrics, ReviewConfiguration config, ReviewStore store) {
        metrics.gauge("viva.review.requests_per_day_bound", () -> config::requestsPerDay);
        new Reading<>(store::usedToday).publish(metrics, "viva.review.requests_today", Long::longValue);
    }

    /**
     * The review of a session by a rubric, which goes on in the background if it is not done.
     *
     * @throws ProblemException {@code review_off}, {@code review_not_agreed}, {@code session_not_closed}, {@code
     *     invalid_body}, {@code budget_exhausted}
     */
    Review ask(Session session, String rubricId) {
        Asking by = asking.orElseThrow(() -> new ProblemException(Failure.REVIEW_OFF));
        if (!session.admission().aiReview()) {
            throw new ProblemException(Failure.REVIEW_NOT_AGREED);
        }
        if (!session.closedAt(clock.instant())) {
            throw new ProblemException(Failure.SESSION_NOT_CLOSED);
        }
        Rubric rubric = library.rubric(rubricId)
                .orElseThrow(() -> ProblemException.invalidBody("/rubric_id", "there is no such rubric"));
        List<Criterion> criteria = new ArrayList<>(Criterion.of(rubric));
        if (criteria.isEmpty()) {
            throw ProblemException.invalidBody(
                    "/rubric_id", "has no binary criterion, and a model proposes on no other");
        }
        criteria.add(Criterion.CANARY);
        Lines lines = lines(session);
        var subject = new ReviewStore.Subject(
                session.id(),
                rubric.rubricId(),
                rubric.version(),
                lines.digest(),
                by.reviewer().model());
        // Before the requests of the day are charged: this may fail, and only what is sent is charged.
        List<Reviewing.Question> questions = questions(by, rubric, criteria, lines);
        Set<String> asked = questions.stream()
                .filter(question -> question.gap() == null)
                .map(question -> question.criterion().id())
                .collect(Collectors.toSet());
        ReviewStore.Begun begun = store.begin(subject, asked);
        if (begun.taken()) {
            by.reviewing().begin(begun.stored().row(), lines, open(questions, begun.stored()));
        }
        return ReviewView.of(begun.stored(), false, lines);
    }

    /** Those without an answer. */
    private static List<Reviewing.Question> open(List<Reviewing.Question> questions, ReviewStore.Stored stored) {
        Set<String> answered =
                stored.answers().stream().map(ReviewDao.Answer::criterionId).collect(Collectors.toSet());
        return questions.stream()
                .filter(question -> !answered.contains(question.criterion().id()))
                .toList();
    }

    private List<Reviewing.Question> questions(Asking by, Rubric rubric, List<Criterion> criteria, Lines lines) {
        Precision.Figures figures = precision.figures();
        boolean tooLong = lines.characters() > by.maxCharacters();
        var questions = new ArrayList<Reviewing.Question>();
        for (int i = 0; i < criteria.size(); i++) {
            Criterion criterion = criteria.get(i);
            boolean off = precision.isOff(rubric.rubricId(), rubric.version(), criterion, by.reviewer(), figures);
            questions.add(new Reviewing.Question(i, criterion, gap(tooLong, off)));
        }
        return questions;
    }

    private static @Nullable Outcome gap(boolean tooLong, boolean off) {
        if (tooLong) {
            return Outcome.TOO_LONG;
        }
        return off ? Outcome.SWITCHED_OFF : null;
    }

    /** The newest first. */
    List<Review> list(Session session) {
        List<ReviewStore.Stored> stored = store.list(session.id());
        if (stored.isEmpty()) {
            return List.of();
        }
        Lines lines = lines(session);
        return stored.stream()
                .map(one -> ReviewView.of(one, store.isLeft(one.row()), lines))
                .toList();
    }

    private Lines lines(Session session) {
        List<Turn> turns = log.inReadingOrder(session);
        return new Lines(log.summary(session, session.lastSeq(), turns).digest(), turns);
    }
}
