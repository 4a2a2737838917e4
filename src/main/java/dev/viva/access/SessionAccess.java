package dev.viva.access;

import dev.viva.model.StudentsMode;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.RecentActivity;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.session.SessionRow;
import dev.viva.storage.Database;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * All permissions: each function gives what the caller may use, or throws. Another caller's session is answered like an
 * unknown one, so that no caller can find out which ids exist.
 *
 * <p>A session's student is whoever has its grant, and the student who created it while logged in.
 */
public final class SessionAccess {
    private final Database database;
    private final RecentActivity activity;
    private final StudentsMode students;
    private final Clock clock;

    /**
     * @param activity notes each session that is used
     * @param students who may start an encounter
     */
    SessionAccess(Database database, RecentActivity activity, StudentsMode students, Clock clock) {
        this.database = database;
        this.activity = activity;
        this.students = students;
        this.clock = clock;
    }

    /**
     * Who starts a session. Faculty always may.
     *
     * @throws ProblemException {@code unauthenticated} for nobody where a credential is needed, {@code forbidden} for
     *     callers whose credential does not serve here
     */
    public Starter starter(Optional<Principal> caller) {
        if (caller.isEmpty()) {
            if (students != StudentsMode.ANYONE) {
                throw new ProblemException(Failure.UNAUTHENTICATED);
            }
            return Starter.SOMEBODY;
        }
        return starter(caller.get());
    }

    private Starter starter(Principal caller) {
        boolean serves = switch (caller) {
            case Student student -> students != StudentsMode.CODE;
            case ClassMember member -> students != StudentsMode.OIDC;
            case Faculty faculty -> true;
            default -> students == StudentsMode.ANYONE;
        };
        if (!serves) {
            throw forbidden();
        }
        return switch (caller) {
            case Student student -> new Starter(student.id(), null, student.name(), student.group(), null);
            case ClassMember member ->
                new Starter(null, Classes.id(member.group()), null, member.group(), member.timeFactor());
            default -> Starter.SOMEBODY;
        };
    }

    /**
     * The id of a session that the caller may write to: its student. Does not read the session for the bearer of a
     * grant: the operation's own statement finds out whether it exists.
     *
     * @throws ProblemException {@code not_found} for another's session, {@code forbidden} for observers and faculty
     */
    public String id(Principal caller, String sessionId) {
        if (caller instanceof Faculty) {
            throw forbidden();
        }
        requireOwn(caller, sessionId);
        if (caller instanceof Grant grant && grant.observer()) {
            throw forbidden();
        }
        return sessionId;
    }

    /**
     * A session that the caller may write to: its student.
     *
     * @throws ProblemException {@code not_found} for an unknown session and for another's, {@code forbidden} for
     *     observers and faculty
     */
    public Session session(Principal caller, String sessionId) {
        return find(id(caller, sessionId));
    }

    /**
     * A session that the caller may read and follow: its student, an observer, faculty.
     *
     * @throws ProblemException {@code not_found} for an unknown session and for another's
     */
    public Session readable(Principal caller, String sessionId) {
        if (!(caller instanceof Faculty)) {
            requireOwn(caller, sessionId);
        }
        return find(sessionId);
    }

    /**
     * A session of which the caller may read what was said. An exam that is over is for faculty alone until they release
     * it.
     *
     * @throws ProblemException {@code not_found} for an unknown session and for another's, {@code exam_not_released}
     */
    public Session transcript(Principal caller, String sessionId) {
        return released(caller, readable(caller, sessionId));
    }

    /**
     * The same session, if what was said in it may be told to the caller.
     *
     * @throws ProblemException {@code exam_not_released}
     */
    public Session released(Principal caller, Session session) {
        if (!(caller instanceof Faculty) && isWithheld(session)) {
            throw new ProblemException(Failure.EXAM_NOT_RELEASED);
        }
        return session;
    }

    /** Whether a session is an exam that is over, and that its student may not read yet. */
    public boolean isWithheld(Session session) {
        String exam = session.admission().examId();
        return exam != null
                && session.closedAt(clock.instant())
                && !database.read()
                        .withExtension(SessionDao.class, sessions -> sessions.isReleased(session.id(), exam));
    }

    /**
     * A session that the caller may end, or let others observe: its student, faculty.
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
     * A session for which the caller may get a grant of the student: the student who created it while logged in. The
     * bearer of a grant may not, else a grant would never expire.
     *
     * @throws ProblemException {@code not_found} for an unknown session and for another's, {@code forbidden} for
     *     callers who are not logged in as its student
     */
    public Session renewable(Principal caller, String sessionId) {
        Session session = managed(caller, sessionId);
        requireStudent(caller);
        return session;
    }

    /**
     * A session of which faculty may see what students may not.
     *
     * @throws ProblemException {@code not_found} for an unknown session and for another's, {@code forbidden} for its
     *     student and observers
     */
    public Session forFaculty(Principal caller, String sessionId) {
        return find(erasable(caller, sessionId));
    }

    /**
     * The id of a session that the caller may erase: faculty any. The erasing statement finds out whether it exists.
     *
     * @throws ProblemException {@code not_found} for another's session, {@code forbidden} for its student and observers
     */
    public String erasable(Principal caller, String sessionId) {
        if (!(caller instanceof Faculty)) {
            requireOwn(caller, sessionId);
            throw forbidden();
        }
        return sessionId;
    }

    /** @throws ProblemException {@code forbidden} for all callers but faculty */
    public static void requireFaculty(Principal caller) {
        if (!(caller instanceof Faculty)) {
            throw forbidden();
        }
    }

    /** @throws ProblemException {@code forbidden} for all callers but students who are logged in */
    public static Student requireStudent(Principal caller) {
        if (caller instanceof Student student) {
            return student;
        }
        throw forbidden();
    }

    private Session find(String sessionId) {
        return SessionRow.find(database.reads(), sessionId).orElseThrow(() -> new ProblemException(Failure.NOT_FOUND));
    }

    private void requireOwn(Principal caller, String sessionId) {
        boolean own = switch (caller) {
            case Grant grant -> grant.sessionId().equals(sessionId);
            case Student student ->
                student.id().equals(find(sessionId).admission().owner());
            default -> throw new ProblemException(Failure.UNAUTHENTICATED);
        };
        if (!own) {
            throw new ProblemException(Failure.NOT_FOUND);
        }
        activity.seen(sessionId);
    }

    private static ProblemException forbidden() {
        return new ProblemException(Failure.FORBIDDEN);
    }

    /** When the caller's credential expires; what was opened with it ends then too. The faculty key does not expire. */
    public static Instant expiry(Principal caller) {
        return switch (caller) {
            case Grant grant -> grant.expires();
            case Student student -> student.expires();
            case Faculty faculty -> faculty.expires();
            default -> Instant.MAX;
        };
    }
}
