package dev.viva.authoring;

import dev.viva.realtime.SimulatorFactory.OfflinePatient;
import java.util.List;
import java.util.stream.Collectors;

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
    /**
     * What the patient says at last, after the tests that were asked for.
     *
     * @param tests what each of them shows; one that shows no finding is told by the patient's words alone
     */
    static Exchange said(OfflinePatient.Reply reply, List<Exchange> tests) {
        return new Exchange(
                reply.said(),
                tests.stream()
                        .filter(test -> !test.findings().isEmpty())
                        .map(Exchange::finding)
                        .collect(Collectors.joining(" ")),
                reply.topics(),
                tests.stream().flatMap(test -> test.findings().stream()).toList(),
                reply.followed());
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
