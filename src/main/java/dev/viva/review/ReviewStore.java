package dev.viva.review;

import com.google.common.collect.Sets;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Ids;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps reviews and their answers. Thread-safe. */
final class ReviewStore {
    private static final int MAX_LISTED = 100;
    /** The newest reviews that figures are computed from. */
    private static final int MAX_JUDGED = 2_000;

    private final Database database;
    private final int requestsPerDay;
    private final Duration patience;
    private final Clock clock;
    /** All sessions share one day, which is locked before a session. */
    private final Transaction.Lock day = new Transaction.Lock(
            "reviews", transaction -> transaction.dao(ReviewDao.class).used(today()));

    /**
     * @param requestsPerDay the bound on requests; 0: none
     * @param patience after this without an answer or {@link #keep}, a review counts as left by a replica that died
     */
    ReviewStore(Database database, int requestsPerDay, Duration patience, Clock clock) {
        this.database = database;
        this.requestsPerDay = requestsPerDay;
        this.patience = patience;
        this.clock = clock;
    }

    /** A stored review with its answers, in the order of its criteria. */
    record Stored(ReviewDao.Row row, List<ReviewDao.Answer> answers) {}

    /**
     * A review that was asked for.
     *
     * @param taken whether the caller must work on it now
     */
    record Begun(Stored stored, boolean taken) {}

    /** What a review is of. */
    record Subject(String sessionId, String rubricId, String rubricVersion, String digest, String model) {}

    List<Stored> list(String sessionId) {
        return database.read()
                .withExtension(
                        ReviewDao.class,
                        dao -> dao.list(sessionId, MAX_LISTED).stream()
                                .map(row -> new Stored(row, dao.answers(row.id())))
                                .toList());
    }

    List<ReviewDao.Judged> judged() {
        return database.read().withExtension(ReviewDao.class, dao -> dao.judged(MAX_JUDGED));
    }

    long usedToday() {
        return database.read().withExtension(ReviewDao.class, dao -> dao.usedOn(today()));
    }

    /**
     * Stores a review once, and takes it if it is not done and nobody works on it.
     *
     * @param asked the criteria that the model would be asked about; those that have an answer are not charged
     * @throws ProblemException {@code budget_exhausted}, and {@code not_found} for a session that was just erased
     */
    Begun begin(Subject subject, Set<String> asked) {
        return database.commits().commitLocking(day, subject.sessionId(), transaction -> {
            ReviewDao dao = transaction.dao(ReviewDao.class);
            requireKept(transaction, subject.sessionId());
            Optional<ReviewDao.Row> found = find(dao, subject);
            if (found.isPresent() && !isIdle(found.get()) && !canGoOn(dao, found.get(), asked)) {
                return new Begun(stored(dao, found.get()), false);
            }
            Set<String> answered = found.map(row -> dao.answered(row.id())).orElse(Set.of());
            int open = Sets.difference(asked, answered).size();
            long today = today();
            if (open > 0 && dao.used(today) + open > requestsPerDay && requestsPerDay > 0) {
                throw exhausted();
            }
            found.ifPresent(row -> dao.forgetGaps(row.id()));
            dao.use(today, open);
            long until = clock.millis() + patience.toMillis();
            if (found.isPresent()) {
                dao.take(found.get().id(), until);
            } else {
                dao.insert(row(subject, until));
            }
            return new Begun(stored(dao, find(dao, subject).orElseThrow()), true);
        });
    }

    private ReviewDao.Row row(Subject subject, long until) {
        return new ReviewDao.Row(
                Ids.review(),
                subject.sessionId(),
                subject.rubricId(),
                subject.rubricVersion(),
                subject.digest(),
                subject.model(),
                "running",
                clock.millis(),
                null,
                until);
    }

    private static Optional<ReviewDao.Row> find(ReviewDao dao, Subject subject) {
        return dao.find(
                subject.sessionId(), subject.rubricId(), subject.rubricVersion(), subject.digest(), subject.model());
    }

    private static Stored stored(ReviewDao dao, ReviewDao.Row row) {
        return new Stored(row, dao.answers(row.id()));
    }

    /** Whether it may be taken: it failed, or whoever worked on it is gone. */
    boolean isIdle(ReviewDao.Row row) {
        return row.state().equals("failed") || isLeft(row);
    }

    /** Whether it has gaps that can be filled now: the bound was raised, or a criterion is switched on again. */
    private static boolean canGoOn(ReviewDao dao, ReviewDao.Row row, Set<String> asked) {
        return row.state().equals("done") && !dao.answered(row.id()).containsAll(asked);
    }

    /** Whether nobody works on it although it is not finished. */
    boolean isLeft(ReviewDao.Row row) {
        return row.state().equals("running") && row.takenUntil() < clock.millis();
    }

    /**
     * Stores what became of a criterion.
     *
     * @return false when the session was erased meanwhile
     */
    boolean answer(ReviewDao.Row review, ReviewDao.Answer answer) {
        return database.commits().commit(review.sessionId(), transaction -> {
            if (transaction.dao(SessionDao.class).lock(review.sessionId()).isEmpty()) {
                return false;
            }
            ReviewDao dao = transaction.dao(ReviewDao.class);
            dao.answer(review.id(), review.sessionId(), answer);
            dao.take(review.id(), clock.millis() + patience.toMillis());
            return true;
        });
    }

    /** Says that somebody still works on a review. */
    void keep(ReviewDao.Row review) {
        database.commits()
                .run(
                        review.sessionId(),
                        transaction -> transaction
                                .dao(ReviewDao.class)
                                .keep(review.id(), clock.millis() + patience.toMillis()));
    }

    /**
     * Stores that a review has ended.
     *
     * @param review as it was taken
     * @param unsent how many of the requests that it was charged for were not sent; their day gets them back
     */
    void finish(ReviewDao.Row review, boolean complete, int unsent) {
        long charged = day(Instant.ofEpochMilli(review.takenUntil()).minus(patience));
        database.commits().commitLocking(day, review.sessionId(), transaction -> {
            ReviewDao dao = transaction.dao(ReviewDao.class);
            boolean kept =
                    transaction.dao(SessionDao.class).lock(review.sessionId()).isPresent();
            if (unsent > 0) {
                dao.use(charged, -unsent);
            }
            if (kept) {
                dao.finish(review.id(), complete ? "done" : "failed", clock.millis());
            }
            return kept;
        });
    }

    /** Whether the session still exists: nothing leaves this service for one that was erased. */
    boolean isKept(String sessionId) {
        return database.read()
                .withExtension(SessionDao.class, sessions -> sessions.find(sessionId))
                .isPresent();
    }

    private static void requireKept(Transaction transaction, String sessionId) {
        if (transaction.dao(SessionDao.class).lock(sessionId).isEmpty()) {
            throw new ProblemException(Failure.NOT_FOUND);
        }
    }

    private long today() {
        return day(clock.instant());
    }

    private static long day(Instant time) {
        return time.truncatedTo(ChronoUnit.DAYS).toEpochMilli();
    }

    private ProblemException exhausted() {
        Instant now = clock.instant();
        return new ProblemException(
                        Failure.BUDGET_EXHAUSTED,
                        "Today's requests to the model are used up. Try again after midnight (UTC), or judge without"
                                + " proposals.")
                .retryAfter(
                        Duration.between(now, now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS)));
    }
}
