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
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();

    public Calls(RealtimeProvider provider, Database database, TranscriptLog transcript) {
        this.provider = provider;
        this.database = database;
        this.transcript = transcript;
    }

    /** Makes the session's call and notes it in the log. */
    SdpAnswer connect(String sessionId, SdpOffer offer, CallConfig config) {
        Call call = create(offer, config);
        try {
            Optional<String> replaced =
                    database.commits().commit(sessionId, transaction -> note(transaction, sessionId, call.callId()));
            replaced.ifPresent(this::hangUp);
        } catch (ProblemException e) {
            hangUp(call.callId());
            throw e;
        }
        return call.answer();
    }

    private Call create(SdpOffer offer, CallConfig config) {
        try {
            return provider.createCall(offer, config);
        } catch (ProviderException e) {
            throw Upstream.problem(e);
        }
    }

    private Optional<String> note(Transaction transaction, String sessionId, String callId) {
        SessionDao sessions = transaction.dao(SessionDao.class);
        Session session = sessions.find(sessionId)
                .filter(Session::open)
                .orElseThrow(() -> new ProblemException(Failure.SESSION_ENDED));
        Optional<String> before = noteEnd(transaction, session, CallEndReason.REPLACED);
        int number = session.call().number() + 1;
        sessions.setCall(sessionId, callId, number);
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
            transcript.record(transaction, session.id(), Events.callEnded(session.id(), new CallNote(number, reason)));
        });
        return callId;
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

    @Override
    public void close() {
        background.close();
    }
}
