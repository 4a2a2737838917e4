package dev.viva.debrief;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import java.time.Clock;
import java.util.Optional;

/** When a student may read the debrief, and with how much in it. Faculty alone release that of an exam. */
record ReleaseRules(DebriefConfiguration config, Clock clock) {
    /**
     * Whether the student's debrief contains the answers.
     *
     * @throws ProblemException {@code session_not_closed}, {@code reflection_required}, {@code debrief_not_released} or
     *     {@code exam_not_released}
     */
    boolean answers(Session session, Optional<DebriefDao.Release> released, boolean reflected) {
        if (!session.closedAt(clock.instant())) {
            throw new ProblemException(Failure.SESSION_NOT_CLOSED);
        }
        boolean exam = session.admission().examId() != null;
        if (released.isPresent()) {
            return config.answers() && !exam || released.get().answers() != 0;
        }
        if (exam) {
            throw new ProblemException(Failure.EXAM_NOT_RELEASED);
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

    /** @throws ProblemException {@code session_not_closed} while the encounter goes on */
    static void requireEnded(Session session) {
        if (session.open()) {
            throw new ProblemException(Failure.SESSION_NOT_CLOSED);
        }
    }
}
