package dev.viva.authoring;

import java.util.List;

/**
 * What came of a student's line or a test.
 *
 * @param said in the patient's words; may be empty
 * @param finding what is seen or measured; may be empty
 * @param topics the topics that were told
 * @param findings the findings that were shown, as {@code Lachman test, right}
 * @param followed false when the patient did not understand
 */
record Exchange(String said, String finding, List<String> topics, List<String> findings, boolean followed) {
    static Exchange said(String words, List<String> topics, boolean followed) {
        return new Exchange(words, "", topics, List.of(), followed);
    }

    /** A test that shows nothing, with the reason. */
    static Exchange shows(String instead) {
        return new Exchange("", instead, List.of(), List.of(), true);
    }

    /** What was reached, for a message. */
    String reached() {
        if (!followed) {
            return "the patient did not follow";
        }
        if (!findings.isEmpty()) {
            return "finding: " + String.join("; ", findings);
        }
        return topics.isEmpty() ? "no topic and no finding" : "topic: " + String.join("; ", topics);
    }
}
