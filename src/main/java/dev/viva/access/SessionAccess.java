package dev.viva.access;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.RecentActivity;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.session.SessionMapper;
import dev.viva.storage.Database;
import java.security.Principal;
import java.time.Instant;

/**
 * Gives the session that a caller may use, or throws. A session that the grant is not for does not exist for its
 * bearer, so that nobody learns which ids are taken.
 */
public final class SessionAccess {
    private static final SessionMapper ROW = new SessionMapper();

    private final Database database;
    private final RecentActivity activity;

    /** @param activity is told of every session that is used */
    public SessionAccess(Database database, RecentActivity activity) {
        this.database = database;
        this.activity = activity;
    }

    /**
     * The id of the session alone, for who does not look at the session but changes it: what changes it sees whether it
     * is there, and reading it first would be for nothing.
     *
     * @throws ProblemException {@code not_found} for another's
     */
    public String id(Principal caller, String sessionId) {
        if (!grant(caller).sessionId().equals(sessionId)) {
            throw new ProblemException(Failure.NOT_FOUND);
        }
        activity.seen(sessionId);
        return sessionId;
    }

    /** @throws ProblemException {@code not_found} for an unknown session and for another's alike */
    public Session session(Principal caller, String sessionId) {
        id(caller, sessionId);
        return database.read()
                .withHandle(h -> h.createQuery(SessionDao.FIND)
                        .bind("id", sessionId)
                        .map(ROW)
                        .findOne())
                .orElseThrow(() -> new ProblemException(Failure.NOT_FOUND));
    }

    /**
     * The id of a session that the caller may erase: faculty may any, nobody else may one. Whether it is there is seen
     * by what erases it.
     *
     * @throws ProblemException {@code not_found} for a student, whose own session it may be: to them there is nothing to
     *     erase
     */
    public String erasable(Principal caller, String sessionId) {
        if (caller instanceof Faculty) {
            return sessionId;
        }
        throw new ProblemException(Failure.NOT_FOUND);
    }

    /** When the caller's grant ends, and with it what was opened by it. */
    public Instant expiry(Principal caller) {
        return grant(caller).expires();
    }

    /** Sessions are used by grants alone: faculty have none. */
    private static Grant grant(Principal caller) {
        if (caller instanceof Grant grant) {
            return grant;
        }
        throw new ProblemException(Failure.UNAUTHENTICATED);
    }
}
