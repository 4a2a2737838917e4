package dev.viva.examination;

import dev.viva.model.Examination;
import dev.viva.model.ExaminationAsker;
import dev.viva.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * A test that a student asks for.
 *
 * @param itemId its natural key in the session
 * @param consent whether the student has explained the test and the patient has agreed
 */
record AskedTest(String itemId, String testId, @Nullable Side side, boolean consent, ExaminationAsker asker) {
    /** Whether an examination answers this: the same test, on the same side where it has sides. */
    boolean isAnsweredBy(Examination examination) {
        return examination.testId().equals(testId) && (examination.side() == null || examination.side() == side);
    }
}
