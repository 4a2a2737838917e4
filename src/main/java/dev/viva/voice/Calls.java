package dev.viva.voice;

import dev.viva.model.CallEndReason;
import dev.viva.model.CallNote;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.realtime.Call;
import dev.viva.realtime.CallConfig;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.RealtimeProvider;
import dev.viva.realtime.SdpAnswer;
import dev.viva.realtime.SdpOffer;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.Transaction;
import dev.viva.transcript.Events;
import dev.viva.transcript.TranscriptLog;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
    private final Briefing briefing;
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();

    public Calls(
            RealtimeProvider provider,
            Database database,
            TranscriptLog transcript,
            Budget budget,
            Sidebands sidebands,
            Briefing briefing) {
        this.provider = provider;
        this.database = database;
        this.transcript = transcript;
        this.budget = budget;
        this.sidebands = sidebands;
        this.briefing = briefing;
        sidebands.onOver(this::over);
    }

    /**
     * Makes the session's call and notes it in the log. Its place in the budget is taken before it is made, so that
     * calls that begin at once cannot be too many together.
     *
     * @throws ProblemException {@code session_ended}, {@code budget_exhausted}, or why the provider did not do it
     */
    SdpAnswer connect(Session session, SdpOffer offer) {
        String sessionId = session.id();
        CallConfig config = briefing.callConfig(session);
        int number = database.commits().commit(sessionId, transaction -> reserve(transaction, sessionId));
        Call call;
        try {
            call = provider.createCall(offer, config);
        } catch (ProviderException e) {
            database.commits().commit(sessionId, transaction -> budget.forget(transaction, sessionId, number));
            throw Upstream.problem(e);
        }
        try {
            database.commits()
                    .commit(sessionId, transaction -> note(transaction, sessionId, number, call.callId()))
                    .ifPresent(this::hangUp);
        } catch (ProblemException e) {
            hangUp(call.callId());
            throw e;
        }
        sidebands.attach(sessionId, call.callId(), config.instructions());
        return call.answer();
    }

    private int reserve(Transaction transaction, String sessionId) {
        openSession(transaction, sessionId);
        return budget.reserve(transaction, sessionId);
    }

    private static Session openSession(Transaction transaction, String sessionId) {
        return transaction
                .dao(SessionDao.class)
                .find(sessionId)
                .filter(Session::open)
                .orElseThrow(() -> new ProblemException(Failure.SESSION_ENDED));
    }

    private Optional<String> note(Transaction transaction, String sessionId, int number, String callId) {
        Session session = openSession(transaction, sessionId);
        Optional<String> before = noteEnd(transaction, session, CallEndReason.REPLACED);
        budget.made(transaction, sessionId, number, callId);
        transaction.dao(SessionDao.class).setCall(sessionId, callId, number);
        transcript.record(transaction, sessionId, Events.callStarted(sessionId, new CallNote(number, null)));
        return before;
    }

    /**
     * Notes inside the caller's transaction that the session's call is over.
     *
     * @return the provider's id of the call to hang up once that is stored, if there was one
     */
    public Optional<String> noteEnd(Transaction transaction, Session session, CallEndReason reason) {
        Optional<String> callId = Optional.ofNullable(session.call().id());
        callId.ifPresent(id -> {
            int number = session.call().number();
            transaction.dao(SessionDao.class).setCall(session.id(), null, number);
            budget.ended(transaction, session.id(), number);
            transcript.record(transaction, session.id(), Events.callEnded(session.id(), new CallNote(number, reason)));
        });
        return callId;
    }

    /** Tells the patient of a live call what its session's phase asks for; nobody waits for it. */
    public void instruct(Session session) {
        if (session.call().id() != null) {
            sidebands.instruct(session.id(), briefing.instructions(session));
        }
    }

    /** Listens again to the calls that were up when the process stopped. */
    public void resume() {
        database.read().withExtension(SessionDao.class, SessionDao::withCall).forEach(this::listen);
    }

    private void listen(Session session) {
        String callId = session.call().id();
        if (callId != null) {
            sidebands.attach(session.id(), callId, briefing.instructions(session));
        }
    }

    /** The provider says that a call is over; unless another has taken its place, so it is. */
    private void over(String sessionId, String callId) {
        database.commits().commit(sessionId, transaction -> {
            transaction
                    .dao(SessionDao.class)
                    .find(sessionId)
                    .filter(session ->
                            session.open() && callId.equals(session.call().id()))
                    .ifPresent(session -> noteEnd(transaction, session, CallEndReason.PROVIDER_ENDED));
            return true;
        });
        sidebands.detach(sessionId, callId);
    }

    /** Hangs up without making anybody wait for it. */
    public void hangUp(String callId) {
        background.execute(() -> {
            try {
                provider.hangUp(callId);
            } catch (ProviderException e) {
                log.warn("a call could not be hung up and ends by itself within the hour: {}", e.getMessage());
            }
        });
    }

    /** The gate asks before a token is minted, so that nobody offers what cannot be had. */
    void checkBudget() {
        budget.check();
    }

    @Override
    public void close() {
        background.close();
    }
}
