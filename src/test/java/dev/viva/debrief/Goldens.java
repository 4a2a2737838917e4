package dev.viva.debrief;

import dev.viva.content.CanonicalJson;
import dev.viva.debrief.interviews.Interview;
import dev.viva.library.TestContent;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The debriefs of all labelled interviews, as digests. Run as a program it prints them. */
final class Goldens {
    private Goldens() {}

    /** A line for each interview: its id and the SHA-256 of its debrief as canonical JSON. */
    static String all() {
        Rules rules = Rules.of(TestContent.SHIPPED.questions());
        return Stream.of("tuning", "held")
                .flatMap(half -> Interview.of(half).stream())
                .map(interview -> interview.id() + "\t" + digest(interview, rules) + "\n")
                .collect(Collectors.joining());
    }

    private static String digest(Interview interview, Rules rules) {
        Points points = Debriefing.of(interview.conversation(), interview.pair(), rules);
        return CanonicalJson.digest(CanonicalJson.write(points));
    }

    public static void main(String[] arguments) {
        System.out.println("locale " + Locale.getDefault());
        System.out.print(all());
    }
}
