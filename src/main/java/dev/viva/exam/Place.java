package dev.viva.exam;

import dev.viva.session.Session;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A student's place in an exam. Prints nothing, so that no log names a person.
 *
 * @param taker tells students apart: their login, or the name that they give
 * @param name who takes it
 * @param code names them wherever the session is shown
 * @param group of the exam, else of the student
 * @param closes when the encounter ends at the latest
 */
public record Place(
        String examId,
        String taker,
        String name,
        String code,
        @Nullable String group,
        Instant closes) {
    /** As everybody but listExams sees them. */
    public Session.Participant participant() {
        return new Session.Participant(code, group);
    }

    @Override
    public String toString() {
        return "Place[]";
    }
}
