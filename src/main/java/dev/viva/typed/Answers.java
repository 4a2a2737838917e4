package dev.viva.typed;

import com.codahale.metrics.MetricRegistry;
import dev.viva.model.PartialLine;
import dev.viva.model.Role;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.ProviderException.Kind;
import dev.viva.realtime.TextConversation;
import dev.viva.session.Session;
import dev.viva.transcript.Transcripts;
import dev.viva.voice.TypedCalls;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets the patient's answers to typed lines, one at a time in each session, and stores them. Thread-safe. */
final class Answers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Answers.class);
    /** A failed request is retried once, after this. */
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    private static final Set<Kind> RETRYABLE = EnumSet.of(Kind.UNAVAILABLE, Kind.TIMEOUT, Kind.RATE_LIMITED);

    private static final int MAX_FAILURES = 2;
    /** The contract's longest line. */
    private static final int MAX_LENGTH = 20_000;
    /** How long storing an answer is retried while the database is out. */
    private static final Duration MAX_OUTAGE = Duration.ofMinutes(2);

    private static final Duration STORE_PAUSE = Duration.ofMillis(250);

    private final AwaitedAnswers awaited;
    private final Conversations conversations;
    private final TypedCalls calls;
    private final Transcripts transcripts;
    private final MetricRegistry metrics;
    private final Clock clock;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    /** By session. */
    private final Map<String, AwaitedAnswers.Claim> answering = new ConcurrentHashMap<>();

    private volatile boolean stopping;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    Answers(
            AwaitedAnswers awaited,
            Conversations conversations,
            TypedCalls calls,
            Transcripts transcripts,
            MetricRegistry metrics,
            Clock clock) {
        this.awaited = awaited;
        this.conversations = conversations;
        this.calls = calls;
        this.transcripts = transcripts;
        this.metrics = metrics;
        this.clock = clock;
        metrics.counter("viva.typed.answers");
        metrics.counter("viva.typed.failures");
        metrics.timer("viva.typed.answer");
    }

    /** Answers the awaiting lines of a session in the background, unless this replica does so already. */
    void begin(String sessionId) {
        if (busy.add(sessionId)) {
            try {
                workers.execute(() -> work(sessionId));
            } catch (RejectedExecutionException stopping) {
                busy.remove(sessionId); // the lines are stored and wait for another replica
            }
        }
    }

    /** Renews the claims of the lines that are being answered, when it is time. Called at each poll. */
    void renew() {
        awaited.renew(answering.values());
    }

    private void work(String sessionId) {
        try {
            var next = awaited.claim(sessionId);
            while (next.isPresent() && !stopping) {
                answer(next.get());
                next = awaited.claim(sessionId);
            }
        } catch (ProblemException e) {
            log.info("typed lines: answer delayed: {}", e.failure().code());
        } catch (RuntimeException e) {
            // Its message may contain text.
            log.error("typed lines: answering failed: {}", e.getClass().getName());
        } finally {
            busy.remove(sessionId);
        }
    }

    private void answer(AwaitedAnswers.Claim question) {
        Instant begun = clock.instant();
        answering.put(question.session().id(), question);
        try (var time = metrics.timer("viva.typed.answer").time()) {
            Optional<String> callId = calls.begin(question.session());
            if (callId.isPresent()) {
                keep(question, ask(question, callId.get()), begun);
            } else {
                awaited.release(question); // the next claim withdraws it
            }
        } catch (ProviderException e) {
            failed(question, e);
        } catch (ProblemException e) {
            if (isTransient(e)) {
                throw e;
            }
            giveUp(question, e.failure().code(), false);
        } finally {
            answering.remove(question.session().id()); // a claim that is left expires, and the line is tried again
        }
    }

    private String ask(AwaitedAnswers.Claim question, String callId) {
        Session session = question.session();
        var lines = History.before(transcripts.log().inReadingOrder(session), question);
        String answer = conversations.ask(question, lines, new TextConversation.Progress() {
            @Override
            public void partial(String text) {
                String shown = storable(text);
                if (!shown.isEmpty()) {
                    transcripts.hub().partial(session.id(), new PartialLine(question.answerId(), Role.PATIENT, shown));
                }
            }

            @Override
            public String called(CallEvent.FunctionCall call) {
                return calls.called(session.id(), question.itemId(), call);
            }

            @Override
            public void used(CallEvent.Usage usage) {
                calls.used(session.id(), callId, usage);
            }
        });
        return storable(answer);
    }

    private static String storable(String text) {
        String clean = text.replace("\0", "").strip();
        return clean.length() <= MAX_LENGTH ? clean : clean.substring(0, MAX_LENGTH);
    }

    private void failed(AwaitedAnswers.Claim question, ProviderException failure) {
        if (stopping) {
            Thread.interrupted(); // otherwise the next write would not wait for its commit
            awaited.release(question);
            return;
        }
        metrics.counter("viva.typed.failures").inc();
        boolean retry = question.tries() < MAX_FAILURES && RETRYABLE.contains(failure.kind());
        if (retry) {
            log.info("typed lines: no answer, retrying: {}", failure.getMessage());
            LockSupport.parkNanos(RETRY_PAUSE.toNanos());
            awaited.release(question);
        } else {
            giveUp(
                    question,
                    String.valueOf(failure.getMessage()),
                    failure.kind().lasts());
        }
    }

    private void giveUp(AwaitedAnswers.Claim question, String why, boolean lasting) {
        log.warn("typed lines: no answer, giving up: {}", why);
        awaited.giveUp(question, lasting);
    }

    /** Stores an answer. If it is not stored, the patient must not remember that it gave it. */
    private void keep(AwaitedAnswers.Claim question, String answer, Instant begun) {
        boolean stored = false;
        try {
            stored = store(question, answer, begun);
        } finally {
            if (stored) {
                metrics.counter("viva.typed.answers").inc();
            } else {
                conversations.forget(question.session().id());
            }
        }
    }

    /**
     * Because an answer was paid for, a short outage of the database is waited for.
     *
     * @return whether it is stored now
     */
    private boolean store(AwaitedAnswers.Claim question, String answer, Instant begun) {
        Instant giveUpAt = clock.instant().plus(MAX_OUTAGE);
        while (true) {
            try {
                return awaited.finish(question, answer, begun);
            } catch (ProblemException e) {
                if (!isTransient(e)
                        || clock.instant().isAfter(giveUpAt)
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LockSupport.parkNanos(STORE_PAUSE.toNanos());
            }
        }
    }

    private static boolean isTransient(ProblemException e) {
        return e.failure() == Failure.OVERLOADED || e.failure() == Failure.STORAGE_UNAVAILABLE;
    }

    /** Stops at once. Lines without an answer are stored, and answered by another replica or after the next start. */
    @Override
    public void close() {
        stopping = true;
        workers.shutdownNow();
        conversations.close();
        workers.close();
    }
}
