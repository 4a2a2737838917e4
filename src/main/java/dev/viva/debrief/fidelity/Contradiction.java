package dev.viva.debrief.fidelity;

import dev.viva.debrief.evidence.Concepts;
import dev.viva.debrief.evidence.Sentences;
import dev.viva.debrief.evidence.Telling;
import dev.viva.debrief.evidence.Words;
import dev.viva.model.Turn;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whether an answer says otherwise than the reply of the topic that it tells: another time, number or side, or yes for no. */
final class Contradiction {
    private static final Set<String> YES = Set.of("yes", "yeah", "yep", "sometimes", "often", "definitely");
    private static final Set<String> NO = Set.of("no", "never", "none", "nothing", "neither", "nope", "nobody", "not");

    private static final Set<String> TURNING = Set.of(
            "normal", "okay", "ok", "fine", "well", "good", "right", "not", "no", "never", "without", "should", "usual",
            "same", "ever", "always");
    private static final Set<String> SCORES =
            Set.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");
    private static final Pattern OUT_OF_TEN = Pattern.compile("\\bout of (?:ten|10)\\b");
    private static final int VERY_SURE = 80;
    /** An answer that gives a side and little else. */
    private static final int MAX_SIDE = 4;

    private Contradiction() {}

    /** @param others what else the same line tells */
    static boolean in(Telling telling, List<Telling> others) {
        String said = telling.quote().of(telling.exchange().answer().text());
        if (!telling.sure() || telling.topic().replies().isEmpty() || said.endsWith("?")) {
            return false;
        }
        String reply = String.join(" ", telling.topic().replies());
        boolean asked = telling.asking() != null && telling.asking().plain();
        boolean plain = asked || telling.score() >= VERY_SURE;
        return plain && otherQuantity(said, telling, others)
                || plain && otherScore(said, reply)
                || otherSide(Words.of(said), Words.of(reply))
                || asked && opposite(telling)
                || asked && otherwise(said, reply);
    }

    /** Another time or number than the case gives for any of what the line tells. */
    private static boolean otherQuantity(String said, Telling telling, List<Telling> others) {
        Quantities given = Quantities.in(said);
        return Stream.concat(Stream.of(telling), others.stream())
                        .map(one -> Quantities.in(String.join(" ", one.topic().replies())))
                        .noneMatch(given::agrees)
                && given.contradicts(
                        Quantities.in(String.join(" ", telling.topic().replies())));
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

    /** The other side of the same: "the left knee" for "the right knee", or a side alone as the whole answer. */
    private static boolean otherSide(List<String> said, List<String> reply) {
        return otherSide(said, reply, "left", "right") || otherSide(said, reply, "right", "left");
    }

    private static boolean otherSide(List<String> said, List<String> reply, String side, String other) {
        if (said.contains("than") || said.contains(other) || reply.contains(side)) {
            return false;
        }
        Set<String> sided = sided(said, side);
        sided.retainAll(sided(reply, other));
        boolean named = sided(said, side).contains("one") && reply.contains(other);
        return named || !sided.isEmpty() || said.size() <= MAX_SIDE && said.contains(side) && reply.contains(other);
    }

    /** The words to which a side belongs: "the left knee", "left handed". */
    private static Set<String> sided(List<String> words, String side) {
        return IntStream.range(1, words.size())
                .filter(i -> words.get(i - 1).equals(side))
                .mapToObj(words::get)
                .collect(Collectors.toSet());
    }

    /** Yes for no, or no for yes; not where a question for what is normal turns yes and no around. */
    private static boolean opposite(Telling telling) {
        List<String> said = Words.of(telling.exchange().answer().text());
        List<String> reply = Words.of(telling.topic().replies().getFirst());
        boolean turned = Stream.concat(
                        telling.exchange().asked().stream().map(Turn::text),
                        Stream.of(telling.quote().of(telling.exchange().answer().text())))
                .flatMap(text -> Words.of(text).stream().skip(1))
                .anyMatch(TURNING::contains);
        return !turned
                && !said.isEmpty()
                && !reply.isEmpty()
                && (YES.contains(said.getFirst()) && NO.contains(reply.getFirst())
                        || NO.contains(said.getFirst()) && YES.contains(reply.getFirst()));
    }
}
