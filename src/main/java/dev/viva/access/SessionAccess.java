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
 * Gives the session that a caller may use, or throws. Another caller's session is answered like an unknown one, so that
 * nobody can find out which ids exist.
 */
public final class SessionAccess {
    private static final SessionMapper ROW = new SessionMapper();

    private final Database database;
    private final RecentActivity activity;

    /** @param activity notes each session that is used */
    public SessionAccess(Database database, RecentActivity activity) {
        this.database = database;
        this.activity = activity;
    }

    /**
     * Checks the grant without reading the session. For operations that change the session: their own statement finds
     * out whether it exists.
     *
     * @throws ProblemException {@code not_found} when the grant is for another session
     */
    public String id(Principal caller, String sessionId) {
        if (!grant(caller).sessionId().equals(sessionId)) {
            throw new ProblemException(Failure.NOT_FOUND);
        }
        activity.seen(sessionId);
        return sessionId;
    }

    /** @throws ProblemException {@code not_found} for an unknown session and for another caller's */
    public Session session(Principal caller, String sessionId) {
        id(caller, sessionId);
        return find(sessionId);
    }

    private Session find(String sessionId) {
        return database.read()
                .withHandle(h -> h.createQuery(SessionDao.FIND)
                        .bind("id", sessionId)
                        .map(ROW)
                        .findOne())
                .orElseThrow(() -> new ProblemException(Failure.NOT_FOUND));
    }

    /**
     * The id of a session that the caller may erase. Only faculty may erase, and they may erase any session. The
     * erasing statement finds out whether the session exists.
     *
     * @throws ProblemException {@code not_found} for a student, even for their own session
     */
    public String erasable(Principal caller, String sessionId) {
        if (caller instanceof Faculty) {
            return sessionId;
        }
        throw new ProblemException(Failure.NOT_FOUND);
    }

    /**
     * A session of which faculty may see what students may not.
     *
     * @throws ProblemException {@code not_found} for an unknown session, and for a student, even for their own session
     */
    public Session forFaculty(Principal caller, String sessionId) {
        if (caller instanceof Faculty) {
            return find(sessionId);
        }
        throw new ProblemException(Failure.NOT_FOUND);
    }

    /** When the caller's grant expires. What was opened with it ends then too. */
    public Instant expiry(Principal caller) {
        return grant(caller).expires();
    }

    /** Only grants open sessions, and faculty have none. */
    private static Grant grant(Principal caller) {
        if (caller instanceof Grant grant) {
            return grant;
        }
        throw new ProblemException(Failure.UNAUTHENTICATED);
    }
}
