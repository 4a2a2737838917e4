package dev.viva.review;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.common.base.Throwables;
import com.google.common.util.concurrent.MoreExecutors;
import dev.viva.model.ReviewQuote;
import dev.viva.model.Verdict;
import dev.viva.problem.ProblemException;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.ProviderException.Kind;
import dev.viva.session.Ids;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the reviewer about the open criteria of a review in the background, and stores each answer that can be relied upon
 * to quote. Never on the way of a line. Thread-safe.
 */
final class Reviewing implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Reviewing.class);
    /** After one of these the other criteria would fail the same way. */
    private static final Set<Kind> HOPELESS = EnumSet.of(
            Kind.UNAUTHORIZED, Kind.QUOTA, Kind.MODEL_MISSING, Kind.NOT_FOUND, Kind.REJECTED, Kind.CONTENT_FILTER);

    /** For storing that a review has ended. */
    private static final Duration END = Duration.ofSeconds(4);

    private final Reviewer reviewer;
    private final ReviewStore store;
    private final Duration sign;
    private final MetricRegistry metrics;
    private final Clock clock;
    private final Semaphore requests;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param maxRequests at a time
     * @param sign how often a review in progress is kept, so that it does not count as abandoned
     */
    Reviewing(
            Reviewer reviewer, ReviewStore store, int maxRequests, Duration sign, MetricRegistry metrics, Clock clock) {
        this.reviewer = reviewer;
        this.store = store;
        this.requests = new Semaphore(maxRequests, true);
        this.sign = sign;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * A criterion in its place.
     *
     * @param gap why it is not asked about; null when it is
     */
    record Question(
            int place, Criterion criterion, @Nullable Outcome gap) {}

    /** Begins; the caller has taken the review. */
    void begin(ReviewDao.Row review, Lines lines, List<Question> questions) {
        try {
            workers.execute(() -> work(review, lines, questions));
        } catch (RejectedExecutionException e) {
            log.info("review: not begun, the service stops; faculty may ask again");
            finish(review, false, new Run(questions));
        }
    }

    /** How far a review has come. Thread-safe. */
    private static final class Run {
        /** Of the requests that the day was charged for. */
        final AtomicInteger unsent;

        final AtomicBoolean hopeless = new AtomicBoolean();

        Run(List<Question> questions) {
            unsent = new AtomicInteger((int) questions.stream()
                    .filter(question -> question.gap() == null)
                    .count());
        }
    }

    private void work(ReviewDao.Row review, Lines lines, List<Question> questions) {
        var run = new Run(questions);
        boolean complete = false;
        boolean stopped = false;
        try {
            complete = complete(review, lines, questions, run);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                log.warn(
                        "review: interrupted: {}; faculty may ask again",
                        problem.failure().code());
            } else {
                // Its message may contain text.
                log.error(
                        "review: failed: {}",
                        Throwables.getRootCause(e).getClass().getName());
            }
        } catch (InterruptedException e) {
            stopped = true;
        } catch (RejectedExecutionException e) {
            log.info("review: interrupted, the service stops; faculty may ask again");
        } finally {
            stopped |= Thread.interrupted(); // an interrupted thread could store nothing
            finish(review, complete, run);
            if (stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Asks all questions; whether none needs to be asked again. */
    private boolean complete(ReviewDao.Row review, Lines lines, List<Question> questions, Run run)
            throws ExecutionException, InterruptedException {
        List<CompletableFuture<Boolean>> answers = questions.stream()
                .map(question -> CompletableFuture.supplyAsync(() -> answered(review, lines, question, run), workers))
                .toList();
        var all = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
        while (true) {
            try {
                all.get(sign.toMillis(), TimeUnit.MILLISECONDS);
                return answers.stream().allMatch(CompletableFuture::join);
            } catch (TimeoutException e) {
                keep(review);
            }
        }
    }

    private void keep(ReviewDao.Row review) {
        try {
            store.keep(review);
        } catch (ProblemException e) {
            log.warn(
                    "review: could not be kept: {}; it may count as abandoned",
                    e.failure().code());
        }
    }

    private void finish(ReviewDao.Row review, boolean complete, Run run) {
        try {
            store.finish(review, complete, run.unsent.get());
        } catch (ProblemException e) {
            log.warn("review: its end could not be stored: {}", e.failure().code());
        }
    }

    /** Whether the question needs not be asked again. */
    private boolean answered(ReviewDao.Row review, Lines lines, Question question, Run run) {
        ReviewDao.Answer answer = question.gap() != null
                ? answer(question, question.gap(), null, null)
                : asked(review, lines, question, run);
        metrics.counter("viva.review.answers." + answer.outcome()).inc();
        if (question.criterion().isCanary() && answer.outcome().equals(Outcome.MET.label())) {
            metrics.counter("viva.review.alarms").inc();
        }
        return store.answer(review, answer) && !answer.outcome().equals(Outcome.UNAVAILABLE.label());
    }

    private ReviewDao.Answer asked(ReviewDao.Row review, Lines lines, Question question, Run run) {
        requests.acquireUninterruptibly();
        try (var time = metrics.timer("viva.review.answer").time()) {
            if (run.hopeless.get() || workers.isShutdown() || !store.isKept(review.sessionId())) {
                return answer(question, Outcome.UNAVAILABLE, null, null);
            }
            run.unsent.decrementAndGet();
            return checked(lines, question, reviewer.propose(question.criterion(), lines));
        } catch (ProviderException e) {
            metrics.counter("viva.review.failures." + e.kind().label()).inc();
            if (HOPELESS.contains(e.kind()) && !run.hopeless.getAndSet(true)) {
                log.warn(
                        "review: the model does not answer: {}, status {}",
                        e.kind().label(),
                        e.status());
            }
            return answer(question, Outcome.UNAVAILABLE, null, null);
        } catch (JsonProcessingException e) {
            return answer(question, Outcome.UNREADABLE, null, null);
        } finally {
            requests.release();
        }
    }

    /**
     * An opinion with words that stand in no such line is dropped, and so is one that says met and shows nothing. An alarm
     * counts without its words: whoever addresses the model may also ask it to quote badly.
     */
    private ReviewDao.Answer checked(Lines lines, Question question, Reviewer.Opinion opinion) {
        boolean alarm = question.criterion().isCanary() && opinion.verdict() == Verdict.MET;
        boolean quotes = !alarm && (opinion.quote() != null || opinion.verdict() == Verdict.MET);
        Optional<ReviewQuote> quote = lines.find(opinion.line(), opinion.quote());
        Outcome outcome = quotes && quote.isEmpty() ? Outcome.INVENTED_QUOTE : Outcome.of(opinion.verdict());
        return answer(question, outcome, opinion, quote.orElse(null));
    }

    private ReviewDao.Answer answer(
            Question question, Outcome outcome, Reviewer.@Nullable Opinion opinion, @Nullable ReviewQuote quote) {
        return new ReviewDao.Answer(
                question.criterion().id(),
                question.place(),
                Ids.proposal(),
                outcome.label(),
                quote == null ? null : quote.itemId(),
                quote == null ? null : quote.text(),
                opinion == null ? null : opinion.confidence(),
                opinion == null ? reviewer.model() : opinion.model(),
                reviewer.promptDigest(question.criterion()),
                clock.millis());
    }

    /** Stops at once; what is not answered can be asked again. Waits a moment for the ends to be stored. */
    @Override
    public void close() {
        workers.shutdownNow();
        MoreExecutors.shutdownAndAwaitTermination(workers, END);
    }
}
