package dev.viva.debrief.fidelity;

import dev.viva.debrief.evidence.Concepts;
import dev.viva.debrief.evidence.Sentences;
import dev.viva.debrief.evidence.Telling;
import dev.viva.debrief.evidence.Words;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whether an answer says otherwise than the reply of the topic that it tells: another time, number or side, or yes for no. */
final class Contradiction {
    private static final Set<String> YES = Set.of("yes", "yeah", "yep", "sometimes", "often", "definitely");
    private static final Set<String> NO = Set.of("no", "never", "none", "nothing", "neither", "nope", "nobody", "not");

    private static final Set<String> TURNING =
            Set.of("normal", "okay", "ok", "fine", "well", "good", "right", "not", "no", "never", "without");
    private static final Set<String> SCORES =
            Set.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");
    private static final Pattern OUT_OF_TEN = Pattern.compile("\\bout of (?:ten|10)\\b");
    private static final int VERY_SURE = 80;

    private Contradiction() {}

    static boolean in(Telling telling) {
        if (!telling.sure() || telling.topic().replies().isEmpty()) {
            return false;
        }
        String said = telling.quote().of(telling.exchange().answer().text());
        String reply = String.join(" ", telling.topic().replies());
        boolean asked = telling.asking() != null && telling.asking().plain();
        boolean plain = asked || telling.score() >= VERY_SURE;
        return plain && Quantities.in(said).contradicts(Quantities.in(reply))
                || plain && otherScore(said, reply)
                || otherSide(Words.of(said), Words.of(reply))
                || asked && opposite(telling)
                || asked && otherwise(said, reply);
    }

    /** A number out of ten that the case does not give. */
    private static boolean otherScore(String said, String reply) {
        if (!OUT_OF_TEN.matcher(String.join(" ", Words.of(reply))).find()) {
            return false;
        }
        List<String> given = Words.of(said).stream().filter(SCORES::contains).toList();
        return !given.isEmpty() && Words.of(reply).stream().noneMatch(given::contains);
    }

    /** One asserts what the other denies. */
    private static boolean otherwise(String said, String reply) {
        return clash(said, reply) || clash(reply, said);
    }

    private static boolean clash(String asserting, String denying) {
        Set<String> asserted = names(asserting, false);
        asserted.removeAll(names(asserting, true));
        Set<String> denied = names(denying, true);
        denied.removeAll(names(denying, false));
        return !Collections.disjoint(asserted, denied);
    }

    private static Set<String> names(String text, boolean denied) {
        return Sentences.of(text).stream()
                .flatMap(sentence -> Assertion.in(sentence.of(text)).stream())
                .filter(one -> one.denied() == denied && !one.is(Concepts.Kind.BODY))
                .map(Assertion::name)
                .collect(Collectors.toSet());
    }

    private static boolean otherSide(List<String> said, List<String> reply) {
        return said.contains("left") && !said.contains("right") && reply.contains("right") && !reply.contains("left")
                || said.contains("right")
                        && !said.contains("left")
                        && reply.contains("left")
                        && !reply.contains("right");
    }

    /** Yes for no, or no for yes; not where a question for what is normal turns yes and no around. */
    private static boolean opposite(Telling telling) {
        List<String> said = Words.of(telling.exchange().answer().text());
        List<String> reply = Words.of(telling.topic().replies().getFirst());
        boolean turned = telling.exchange().asked().stream()
                .flatMap(line -> Words.of(line.text()).stream())
                .anyMatch(TURNING::contains);
        return !turned
                && !said.isEmpty()
                && !reply.isEmpty()
                && (YES.contains(said.getFirst()) && NO.contains(reply.getFirst())
                        || NO.contains(said.getFirst()) && YES.contains(reply.getFirst()));
    }
}
