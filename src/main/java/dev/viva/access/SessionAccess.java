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
 * All permissions on sessions: each function gives what the caller may use, or throws. Another caller's session is
 * answered like an unknown one, so that no caller can find out which ids exist.
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
     * The id of a session that the caller may write to: the student with its grant. Does not read the session: the
     * operation's own statement finds out whether it exists.
     *
     * @throws ProblemException {@code not_found} for another's session, {@code forbidden} for observers and faculty
     */
    public String id(Principal caller, String sessionId) {
        if (caller instanceof Faculty) {
            throw forbidden();
        }
        Grant grant = own(caller, sessionId);
        if (grant.observer()) {
            throw forbidden();
        }
        return sessionId;
    }

    /**
     * A session that the caller may write to: the student with its grant.
     *
     * @throws ProblemException {@code not_found} for an unknown session and for another's, {@code forbidden} for
     *     observers and faculty
     */
    public Session session(Principal caller, String sessionId) {
        return find(id(caller, sessionId));
    }

    /**
     * A session that the caller may read and follow: the student, an observer, faculty.
     *
     * @throws ProblemException {@code not_found} for an unknown session and for another's
     */
    public Session readable(Principal caller, String sessionId) {
        if (!(caller instanceof Faculty)) {
            own(caller, sessionId);
        }
        return find(sessionId);
    }

    /**
     * A session that the caller may end, or let others observe: the student, faculty.
     *
     * @throws ProblemException {@code not_found} for an unknown session and for another's, {@code forbidden} for
     *     observers
     */
    public Session managed(Principal caller, String sessionId) {
        if (!(caller instanceof Faculty)) {
            id(caller, sessionId);
        }
        return find(sessionId);
    }

    /**
     * A session of which faculty may see what students may not.
     *
     * @throws ProblemException {@code not_found} for an unknown session and for another's, {@code forbidden} for
     *     whoever has a grant for it
     */
    public Session forFaculty(Principal caller, String sessionId) {
        return find(erasable(caller, sessionId));
    }

    /**
     * The id of a session that the caller may erase: faculty any. The erasing statement finds out whether it exists.
     *
     * @throws ProblemException {@code not_found} for another's session, {@code forbidden} for whoever has a grant for it
     */
    public String erasable(Principal caller, String sessionId) {
        if (!(caller instanceof Faculty)) {
            own(caller, sessionId);
            throw forbidden();
        }
        return sessionId;
    }

    /** @throws ProblemException {@code forbidden} for callers with a grant */
    public static void requireFaculty(Principal caller) {
        if (!(caller instanceof Faculty)) {
            throw forbidden();
        }
    }

    private Session find(String sessionId) {
        return database.read()
                .withHandle(h -> h.createQuery(SessionDao.FIND)
                        .bind("id", sessionId)
                        .map(ROW)
                        .findOne())
                .orElseThrow(() -> new ProblemException(Failure.NOT_FOUND));
    }

    private Grant own(Principal caller, String sessionId) {
        if (!(caller instanceof Grant grant)) {
            throw new ProblemException(Failure.UNAUTHENTICATED);
        }
        if (!grant.sessionId().equals(sessionId)) {
            throw new ProblemException(Failure.NOT_FOUND);
        }
        activity.seen(sessionId);
        return grant;
    }

    private static ProblemException forbidden() {
        return new ProblemException(Failure.FORBIDDEN);
    }

    /** When the caller's grant expires; what was opened with it ends then too. The faculty key does not expire. */
    public static Instant expiry(Principal caller) {
        return caller instanceof Grant grant ? grant.expires() : Instant.MAX;
    }
}
