package dev.viva.assessment;

import dev.viva.model.CriterionScore;
import java.time.Instant;
import java.util.List;

/**
 * One signed version of a rater's assessment of a session by a rubric. Prints nothing, so that no log contains it.
 *
 * @param rater a pseudonym
 */
public record SignedAssessment(
        String sessionId,
        String rater,
        String rubricId,
        String rubricVersion,
        int version,
        List<CriterionScore> scores,
        Instant signedAt) {
    /** Whether it was made before the rater could see others' scores. */
    public boolean isBlind() {
        return version == 1;
    }

    @Override
    public String toString() {
        return "SignedAssessment[]";
    }
}
