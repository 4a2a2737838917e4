package dev.viva.debrief;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** When a student may read the debrief, and with how much in it. */
record ReleaseRules(DebriefConfiguration config, Clock clock) {
    /**
     * Whether the student's debrief contains the answers.
     *
     * @throws ProblemException {@code session_not_closed}, {@code reflection_required} or {@code debrief_not_released}
     */
    boolean answers(Session session, Optional<DebriefDao.Release> released, boolean reflected) {
        if (!isClosed(session)) {
            throw new ProblemException(Failure.SESSION_NOT_CLOSED);
        }
        if (released.isPresent()) {
            return config.answers() || released.get().answers() != 0;
        }
        switch (config.release()) {
            case IMMEDIATELY -> {}
            case AFTER_REFLECTION -> {
                if (!reflected) {
                    throw new ProblemException(Failure.REFLECTION_REQUIRED);
                }
            }
            case BY_FACULTY -> throw new ProblemException(Failure.DEBRIEF_NOT_RELEASED);
        }
        return config.answers();
    }

    /** Nothing can be added to it any more, also when the timer has not noted it yet. */
    private boolean isClosed(Session session) {
        Instant closes = session.times().closes();
        return session.times().closed() != null
                || closes != null && clock.instant().isAfter(closes);
    }

    /** @throws ProblemException {@code session_not_closed} while the encounter goes on */
    static void requireEnded(Session session) {
        if (session.open()) {
            throw new ProblemException(Failure.SESSION_NOT_CLOSED);
        }
    }
}
