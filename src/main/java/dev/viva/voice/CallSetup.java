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
import dev.viva.storage.Transaction;
import dev.viva.transcript.Events;
import dev.viva.voice.sideband.Sidebands;
import dev.viva.voice.token.Permit;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Creates calls. A session has at most one live call: a new call replaces it. A call whose session ended while it was
 * created is hung up, so that no paid call remains. Thread-safe.
 */
final class CallSetup {
    private final RealtimeProvider provider;
    private final Sessions sessions;
    private final Budget budget;
    private final CallConfigs configs;
    private final Sidebands sidebands;
    private final CallEnding ending;

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
     * Checks the gate before an action that costs money.
     *
     * @throws ProblemException {@code budget_exhausted}, or {@code upstream_unavailable} while the circuit breaker is
     *     open
     */
    void checkOpen() {
        checkProvider();
        budget.check();
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
     * Creates the session's call.
     *
     * @param permit which call may be created
     * @throws ProblemException {@code session_ended}, {@code budget_exhausted}, {@code rtc_token_required} when the
     *     permit is for an earlier call, or the problem of a failure at the provider
     */
    Sdp.Answer connect(Session session, Sdp.Offer offer, Permit permit) {
        CallConfig config = configs.callConfig(session);
        return create(session.id(), permit, () -> provider.createCall(offer, config), Call::callId)
                .value()
                .answer();
    }

    /**
     * Mints a credential with which the session's browser creates its call by itself. It counts as a call from now on,
     * because the provider does not report when it is used.
     *
     * @throws ProblemException as {@link #connect}
     */
    MintedSecret secret(Session session, Duration lifetime) {
        CallConfig config = configs.callConfig(session);
        return create(
                        session.id(),
                        Permit.NEXT_CALL,
                        () -> provider.mintSecret(config, lifetime),
                        secret -> Session.CallRef.DIRECT)
                .value();
    }

    /**
     * Makes sure that the session's call is one of typed lines, which has no media. Like every call it passes the gate,
     * counts in the budget and replaces the previous call.
     *
     * @throws ProblemException {@code session_ended}, {@code budget_exhausted}, or {@code upstream_unavailable} while
     *     the circuit breaker is open
     * @return the call's id
     */
    String typed(Session session) {
        checkProvider();
        String live = session.call().id();
        return live != null && session.call().typed()
                ? live
                : create(session.id(), Permit.NEXT_CALL, Session.CallRef::typedId, id -> id)
                        .callId();
    }

    /** What was created, and the id of the session's call afterwards. */
    private record Created<T>(T value, String callId) {}

    /** Takes the call's place in the budget before creating it, so that concurrent calls never exceed the budget. */
    private <T> Created<T> create(String sessionId, Permit permit, Supplier<T> creation, Function<T, String> id) {
        var commits = sessions.database().commits();
        // The session's state is checked again by note().
        int number = commits.commit(Budget.KEY, transaction -> budget.reserve(transaction, sessionId, permit));
        T created;
        try {
            created = creation.get();
        } catch (ProviderException e) {
            String begun = e.begunCall();
            if (begun == null) {
                commits.run(
                        sessionId, transaction -> transaction.dao(CallDao.class).forget(sessionId, number));
            } else {
                ending.hangUps().hangUpUnusable(new EndedCall(sessionId, number, begun));
            }
            throw ProviderProblems.problem(e);
        }
        String callId = id.apply(created);
        try {
            var noted = commits.commit(sessionId, transaction -> note(transaction, sessionId, number, callId));
            noted.replaced().ifPresent(ending.calls()::hangUp);
            sidebands.beginSoon(noted.session());
            return new Created<>(
                    created, Objects.requireNonNull(noted.session().call().id(), "it has just begun"));
        } catch (ProblemException e) {
            if (Session.CallRef.isReachable(callId)) {
                ending.hangUps().hangUpUnusable(new EndedCall(sessionId, number, callId));
            }
            throw e;
        }
    }

    private static Session open(Optional<Session> session) {
        return session.filter(Session::open).orElseThrow(() -> new ProblemException(Failure.SESSION_ENDED));
    }

    /** The session with its call, and the replaced call, which must be hung up. */
    private record Noted(Session session, Optional<EndedCall> replaced) {}

    private Noted note(Transaction transaction, String sessionId, int number, String callId) {
        Session locked = open(SessionRow.lock(transaction, sessionId));
        if (Session.CallRef.isTyped(callId) && locked.call().typed()) {
            // Another request, perhaps of another replica, began the typed call after this one had looked.
            transaction.dao(CallDao.class).forget(sessionId, number);
            return new Noted(locked, Optional.empty());
        }
        Optional<EndedCall> replaced = ending.calls().noteEnd(transaction, locked, CallEndReason.REPLACED);
        Session called = budget.created(transaction, sessionId, number, callId, configs.player());
        var note = new CallNote(number, null, Calls.kind(callId));
        sessions.transcripts().log().appendEventIn(transaction, sessionId, Events.callStarted(sessionId, note));
        return new Noted(called, replaced);
    }
}
