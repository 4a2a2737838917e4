package dev.viva.voice;

import com.codahale.metrics.MetricRegistry;
import dev.viva.model.CallEndReason;
import dev.viva.model.CallKind;
import dev.viva.model.CallNote;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.realtime.Call;
import dev.viva.realtime.CallConfig;
import dev.viva.realtime.MintedSecret;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.RealtimeProvider;
import dev.viva.realtime.Sdp;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.Transaction;
import dev.viva.transcript.Events;
import dev.viva.transcript.TranscriptLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes calls at the provider and ends them. A session has at most one: a new one replaces the one before. What may
 * cost money is never left over: a call whose session is gone by the time it is made is hung up. Thread-safe.
 */
public final class Calls implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Calls.class);

    private final RealtimeProvider provider;
    private final Database database;
    private final TranscriptLog transcript;
    private final Budget budget;
    private final Sidebands sidebands;
    private final CallConfigs configs;
    private final HangUps hangUps;

    Calls(
            RealtimeProvider provider,
            Database database,
            TranscriptLog transcript,
            Budget budget,
            Sidebands sidebands,
            CallConfigs configs) {
        this.provider = provider;
        this.database = database;
        this.transcript = transcript;
        this.budget = budget;
        this.sidebands = sidebands;
        this.configs = configs;
        this.hangUps = new HangUps(provider, database, budget.clock());
        sidebands.onEnded(this::ended);
    }

    /** Shows how hang-ups go. */
    void measure(MetricRegistry metrics) {
        hangUps.measure(metrics);
    }

    /**
     * The gate before anything that can be paid for: refuses what could not be had, so that nobody is offered it.
     *
     * @throws ProblemException {@code budget_exhausted}, or {@code upstream_unavailable} while the provider is left
     *     alone because it failed
     */
    void checkOpen() {
        checkReach();
        budget.check();
    }

    private void checkReach() {
        Duration away = provider.unavailableFor();
        if (away.isPositive()) {
            throw new ProblemException(Failure.UPSTREAM_UNAVAILABLE).retryAfter(away);
        }
    }

    /**
     * Makes the session's call and notes it in the log.
     *
     * @throws ProblemException {@code session_ended}, {@code budget_exhausted}, or why the provider did not do it
     */
    Sdp.Answer connect(Session session, Sdp.Offer offer) {
        CallConfig config = configs.callConfig(session);
        return create(session.id(), () -> provider.createCall(offer, config), Call::callId)
                .answer();
    }

    /**
     * A credential with which the session's browser makes its call by itself; it counts as a call from now on, since
     * nobody tells when it is used.
     *
     * @throws ProblemException as {@link #connect}
     */
    MintedSecret secret(Session session, Duration lifetime) {
        CallConfig config = configs.callConfig(session);
        return create(session.id(), () -> provider.mintSecret(config, lifetime), made -> Session.CallRef.DIRECT);
    }

    /**
     * Makes the session's call one of typed lines, which are given to the patient without media; does nothing when it is
     * one already. Like every call it passes the gate, counts in the budget and replaces the one before it.
     *
     * @throws ProblemException {@code session_ended}, {@code budget_exhausted}, or {@code upstream_unavailable} while the
     *     provider is left alone because it failed
     * @return the call's id
     */
    public String type(Session session) {
        checkReach();
        String live = session.call().id();
        return live != null && session.call().typed() ? live : create(session.id(), Session.CallRef::typedId, id -> id);
    }

    /**
     * Its place in the budget is taken before it is made, so that calls that begin at once cannot be too many together.
     */
    private <T> T create(String sessionId, Supplier<T> making, Function<T, String> id) {
        int number = database.commits().commit(Budget.KEY, transaction -> reserve(transaction, sessionId));
        T made;
        try {
            made = making.get();
        } catch (ProviderException e) {
            String begun = e.begunCall();
            if (begun == null) {
                database.commits().run(sessionId, transaction -> budget.forget(transaction, sessionId, number));
            } else {
                hangUps.hangUpUnusable(new Over(sessionId, number, begun));
            }
            throw ProviderProblems.problem(e);
        }
        String callId = id.apply(made);
        try {
            var noted =
                    database.commits().commit(sessionId, transaction -> note(transaction, sessionId, number, callId));
            noted.before().ifPresent(this::hangUp);
            sidebands.begin(noted.session());
        } catch (ProblemException e) {
            if (Session.CallRef.isReachable(callId)) {
                hangUps.hangUpUnusable(new Over(sessionId, number, callId));
            }
            throw e;
        }
        return made;
    }

    private int reserve(Transaction transaction, String sessionId) {
        // Not locked: another place is decided before a session's own. Whether it is still open is looked at again
        // when the call is noted.
        open(transaction.dao(SessionDao.class).find(sessionId));
        return budget.reserve(transaction, sessionId);
    }

    private static Session open(Optional<Session> session) {
        return session.filter(Session::open).orElseThrow(() -> new ProblemException(Failure.SESSION_ENDED));
    }

    /** The session with its new call, and the call before it that is to be hung up. */
    private record Noted(Session session, Optional<Over> before) {}

    private Noted note(Transaction transaction, String sessionId, int number, String callId) {
        SessionDao sessions = transaction.dao(SessionDao.class);
        Optional<Over> before = noteEnd(transaction, open(sessions.lock(sessionId)), CallEndReason.REPLACED);
        budget.made(transaction, sessionId, number, callId);
        setCall(transaction, sessionId, callId, number);
        transcript.appendEventIn(
                transaction, sessionId, Events.callStarted(sessionId, new CallNote(number, null, kind(callId))));
        return new Noted(open(sessions.find(sessionId)), before);
    }

    private static CallKind kind(String callId) {
        return Session.CallRef.isTyped(callId) ? CallKind.TEXT : CallKind.VOICE;
    }

    private void setCall(Transaction transaction, String sessionId, @Nullable String callId, int number) {
        transaction.dao(SessionDao.class).setCall(sessionId, callId, number, budget.now());
    }

    /** A call that is over for its session, and is to be hung up at the provider. */
    public record Over(String sessionId, int number, String providerId) {}

    /**
     * Notes inside the caller's transaction that the session's call is over. That it is to be hung up is stored with it,
     * so another replica does when this one dies. A call that the provider says has ended is hung up too: if that was
     * wrong, the call would cost money until the provider's own limit.
     *
     * @return the call to hang up once that is stored, if there was one
     */
    public Optional<Over> noteEnd(Transaction transaction, Session session, CallEndReason reason) {
        long now = budget.now();
        if (reason == CallEndReason.SESSION_ENDED) {
            transaction.dao(CallDao.class).hangUpNow(session.id(), now);
        }
        String callId = session.call().id();
        if (callId == null) {
            return Optional.empty();
        }
        int number = session.call().number();
        boolean reached = session.call().reachable();
        setCall(transaction, session.id(), null, number);
        budget.ended(transaction, session, reached ? now + HangUps.RETRY_AFTER.toMillis() : null);
        var note = new CallNote(number, reason, kind(callId));
        transcript.appendEventIn(transaction, session.id(), Events.callEnded(session.id(), note));
        return reached ? Optional.of(new Over(session.id(), number, callId)) : Optional.empty();
    }

    /** Tells the patient of a live call what its session's phase asks for; nobody waits for it. */
    public void instruct(Session session) {
        sidebands.instruct(session);
    }

    /** The sessions whose calls are up, whoever made them. */
    List<Session> live() {
        return database.read().withExtension(SessionDao.class, SessionDao::withCall);
    }

    /** The provider says that a call is over; unless another has taken its place, so it is. */
    private void ended(String sessionId, String callId) {
        database.commits()
                .commit(
                        sessionId,
                        transaction -> transaction
                                .dao(SessionDao.class)
                                .lock(sessionId)
                                .filter(session -> session.open()
                                        && callId.equals(session.call().id()))
                                .flatMap(session -> noteEnd(transaction, session, CallEndReason.PROVIDER_ENDED)))
                .ifPresent(this::hangUp);
    }

    /** Hangs up a call in which nobody was seen since a time; the session goes on, and may have another. */
    void abandon(String sessionId, Instant bound) {
        database.commits()
                .commit(sessionId, transaction -> {
                    SessionDao sessions = transaction.dao(SessionDao.class);
                    return sessions.lock(sessionId)
                            .filter(session -> sessions.isAbandoned(sessionId, bound.toEpochMilli()))
                            .flatMap(session -> noteEnd(transaction, session, CallEndReason.ABANDONED));
                })
                .ifPresent(call -> {
                    log.info("a call that nobody attends any more is hung up");
                    hangUp(call);
                });
    }

    /** Hangs up in the background. */
    public void hangUp(Over call) {
        hangUps.hangUp(call);
    }

    /** Hangs up a little later, when the provider has transcribed what was said last. */
    public void hangUpAfterGrace(Over call) {
        hangUps.hangUpAfterFinalTranscripts(call);
    }

    /** Hangs up calls whose hang-up is overdue, whichever replica ended them. */
    void hangUpOverdue() {
        hangUps.hangUpOverdue();
    }

    @Override
    public void close() {
        hangUps.close();
    }
}
