package dev.viva.voice;

import dev.viva.model.CallEndReason;
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
import dev.viva.session.SessionRow;
import dev.viva.storage.GroupCommit;
import dev.viva.storage.Transaction;
import dev.viva.transcript.Events;
import dev.viva.voice.sideband.Sidebands;
import dev.viva.voice.token.Permit;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates calls. A session has at most one live call: a new call replaces it. A call whose session ended while it was
 * created is hung up, so that no paid call remains. Thread-safe.
 */
final class CallSetup {
    private static final Logger log = LoggerFactory.getLogger(CallSetup.class);

    private final RealtimeProvider provider;
    private final Sessions sessions;
    private final Budget budget;
    private final CallConfigs configs;
    private final Sidebands sidebands;
    private final CallEnding ending;

    /** A call, with its number in its session. */
    record Connected(Sdp.Answer answer, int number) {}

    /** A credential for a call, with the call's number in its session. */
    record Credential(MintedSecret secret, int number) {}

    /** Ends calls: for their session, and at the provider. */
    record CallEnding(Calls calls, HangUps hangUps) {}

    CallSetup(
            RealtimeProvider provider,
            Sessions sessions,
            Budget budget,
            CallConfigs configs,
            Sidebands sidebands,
            CallEnding ending) {
        this.provider = provider;
        this.sessions = sessions;
        this.budget = budget;
        this.configs = configs;
        this.sidebands = sidebands;
        this.ending = ending;
    }

    /**
     * Checks the gate before a call of the session, which costs money.
     *
     * @throws ProblemException {@code budget_exhausted}, or {@code upstream_unavailable} while the circuit breaker is
     *     open
     */
    void checkOpen(Session session) {
        checkProvider();
        budget.check(session.id());
    }

    private void checkProvider() {
        Duration unavailableFor = provider.unavailableFor();
        if (unavailableFor.isPositive()) {
            throw new ProblemException(Failure.UPSTREAM_UNAVAILABLE).retryAfter(unavailableFor);
        }
    }

    /** The number that the session's next call would have now. */
    int nextCall(Session session) {
        return CallRow.next(sessions.database().reads(), session.id());
    }

    /**
     * Creates the session's call. It takes its place in the budget before that, so that concurrent calls never exceed
     * the budget.
     *
     * @param permit which call may be created
     * @throws ProblemException {@code session_ended}, {@code budget_exhausted}, {@code rtc_token_required} when the
     *     permit is for an earlier call or a later call has begun meanwhile, or the problem of a failure at the provider
     */
    Connected connect(Session session, Sdp.Offer offer, Permit permit) {
        String sessionId = session.id();
        CallConfig config = configs.nextCall(session);
        // The session's state is checked again by begun().
        int number = commits()
                .commitLocking(Budget.LOCK, Budget.KEY, transaction -> budget.reserve(transaction, sessionId, permit));
        Call call;
        try {
            call = provider.createCall(offer, config);
        } catch (ProviderException e) {
            String begun = e.begunCall();
            if (begun == null) {
                forget(sessionId, number);
            } else {
                ending.hangUps().hangUpUnusable(new EndedCall(sessionId, number, begun));
            }
            throw ProviderProblems.problem(e);
        }
        try {
            follow(commits().commit(sessionId, transaction -> {
                Session locked = open(SessionRow.lock(transaction, sessionId));
                if (locked.call().number() > number) {
                    throw Budget.laterCall(); // the provider was slow: this call must not replace the later one
                }
                return begun(transaction, locked, number, call.callId());
            }));
            return new Connected(call.answer(), number);
        } catch (ProblemException e) {
            ending.hangUps().hangUpUnusable(new EndedCall(sessionId, number, call.callId()));
            throw e;
        }
    }

    /** Where this fails the place in the budget is free in a minute: the caller must hear of the provider's failure. */
    private void forget(String sessionId, int number) {
        try {
            commits()
                    .run(
                            sessionId,
                            transaction -> transaction.dao(CallDao.class).forget(sessionId, number));
        } catch (ProblemException e) {
            log.info(
                    "calls: the place of a failed call stays taken: {}",
                    e.failure().code());
        }
    }

    /**
     * Mints a credential with which the session's browser creates its call by itself. It counts as a call from now on,
     * because the provider does not report when it is used. Without a place in the budget nobody gets it, and a
     * credential that nobody uses costs nothing.
     *
     * @throws ProblemException as {@link #connect}
     */
    Credential secret(Session session, Duration lifetime) {
        var permit = new Permit(nextCall(session)); // the provider may be slow: no later call is replaced
        MintedSecret secret;
        try {
            secret = provider.mintSecret(configs.nextCall(session), lifetime);
        } catch (ProviderException e) {
            throw ProviderProblems.problem(e);
        }
        return new Credential(
                secret, begin(session, Session.CallRef.DIRECT, permit).number());
    }

    /**
     * Makes sure that the session's call is one of typed lines, which has no media. Like every call it passes the gate,
     * counts in the budget and replaces the previous call.
     *
     * @param session as the caller knows it: a voice call that it does not know yet is not replaced
     * @throws ProblemException {@code session_ended}, {@code budget_exhausted}, or {@code upstream_unavailable} while
     *     the circuit breaker is open
     * @return the call's id; empty when such a voice call is live
     */
    Optional<String> typed(Session session) {
        checkProvider();
        var call =
                session.call().typed() ? session.call() : begin(session, Session.CallRef.typedId(), Permit.NEXT_CALL);
        return Optional.ofNullable(call.id()).filter(Session.CallRef::isTyped);
    }

    /**
     * Begins a call that the server does not create at the provider.
     *
     * @return the session's call: another one if a typed call was to begin and another call has begun meanwhile
     */
    private Session.CallRef begin(Session known, String callId, Permit permit) {
        String sessionId = known.id();
        Begun begun = commits().commitLocking(Budget.LOCK, sessionId, transaction -> {
            Session locked = open(SessionRow.lock(transaction, sessionId));
            var live = locked.call();
            boolean stays = live.typed()
                    || live.spoken() && live.number() != known.call().number();
            return stays && Session.CallRef.isTyped(callId)
                    ? new Begun(locked, Optional.empty())
                    : begun(transaction, locked, budget.reserve(transaction, sessionId, permit), callId);
        });
        var call = begun.session().call();
        if (callId.equals(call.id())) {
            follow(begun);
        }
        return call;
    }

    private GroupCommit commits() {
        return sessions.database().commits();
    }

    private void follow(Begun begun) {
        begun.replaced().ifPresent(ending.calls()::hangUp);
        sidebands.beginSoon(begun.session());
    }

    private static Session open(Optional<Session> session) {
        return session.filter(Session::open).orElseThrow(() -> new ProblemException(Failure.SESSION_ENDED));
    }

    /** The session with its call, and the replaced call, which must be hung up. */
    private record Begun(Session session, Optional<EndedCall> replaced) {}

    /** Makes the reserved call that of the locked session. */
    private Begun begun(Transaction transaction, Session locked, int number, String callId) {
        String sessionId = locked.id();
        Optional<EndedCall> replaced = ending.calls().noteEnd(transaction, locked, CallEndReason.REPLACED);
        Session called = budget.created(transaction, sessionId, number, callId, configs.player());
        var note = new CallNote(number, null, Calls.kind(callId));
        sessions.transcripts().log().appendEventIn(transaction, sessionId, Events.callStarted(sessionId, note));
        return new Begun(called, replaced);
    }
}
