package dev.viva.debrief.fidelity;

import dev.viva.debrief.evidence.Exchange;
import dev.viva.debrief.evidence.Passage;
import dev.viva.debrief.evidence.Telling;
import dev.viva.debrief.language.Words;
import dev.viva.model.Phase;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whether an answer says otherwise than the reply of the topic that it tells: another time, number or side, or yes for no. */
final class Contradiction {
    private static final Set<String> YES = Set.of("yes", "yeah", "yep", "sometimes", "often", "definitely");
    private static final Set<String> NO = Set.of("no", "nope", "nah");
    private static final Set<String> AFTER_AN_ANSWER = Set.of(
            "i", "it", "we", "he", "she", "they", "there", "that", "doctor", "nurse", "sir", "madam", "miss", "sorry");

    private static final Set<String> TURNING = Set.of(
            "normal", "okay", "ok", "fine", "well", "good", "right", "not", "no", "never", "without", "should", "usual",
            "same", "ever", "always");
    private static final Set<String> SCORES =
            Set.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");
    private static final int VERY_SURE = 80;
    /** An answer that gives a side and little else. */
    private static final int MAX_SIDE = 4;

    private Contradiction() {}

    /**
     * @param ofLine all that the same line tells
     * @param knowledge of the case
     */
    static boolean in(Telling telling, List<Telling> ofLine, Knowledge knowledge) {
        String said = telling.quote().of(telling.exchange().answer().turn().text());
        if (!telling.sure() || telling.topic().replies().isEmpty() || said.endsWith("?")) {
            return false;
        }
        Reply reply = knowledge.reply(telling.topic());
        List<String> words = Words.of(said);
        boolean asked = telling.asking() != null && telling.asking().plain();
        boolean plain = asked || telling.score() >= VERY_SURE;
        return plain && otherQuantity(Quantities.of(words), reply, ofLine, knowledge)
                || plain && otherScore(words, reply)
                || otherSide(words, reply.words())
                || asked
                        && (opposite(telling, words, reply)
                                || !reply.named().isEmpty() && Named.in(said).contradicts(reply.named()))
                        && reports(telling, said);
    }

    /** Neither a plan said again nor a worry. */
    private static boolean reports(Telling telling, String said) {
        Exchange exchange = telling.exchange();
        return exchange.answer().turn().phase() == Phase.SUBJECTIVE
                && !new Statements(exchange.asked()).muses(Passage.of(said));
    }

    /** Another time or number than the case gives for any of what the line tells. */
    private static boolean otherQuantity(Quantities given, Reply reply, List<Telling> ofLine, Knowledge knowledge) {
        return given.contradicts(reply.quantities())
                && ofLine.stream()
                        .map(one -> knowledge.reply(one.topic()).quantities())
                        .noneMatch(given::agrees);
    }

    /** A number out of ten that the case does not give. */
    private static boolean otherScore(List<String> said, Reply reply) {
        if (!reply.outOfTen()) {
            return false;
        }
        List<String> given = said.stream().filter(SCORES::contains).toList();
        return !given.isEmpty() && reply.words().stream().noneMatch(given::contains);
    }

    /** The other side of the same: "the left knee" for "the right knee", or a side alone as the whole answer. */
    private static boolean otherSide(List<String> said, List<String> reply) {
        return otherSide(said, reply, "left", "right") || otherSide(said, reply, "right", "left");
    }

    private static boolean otherSide(List<String> said, List<String> reply, String side, String other) {
        if (!said.contains(side) || said.contains("than") || said.contains(other) || reply.contains(side)) {
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
    private static boolean opposite(Telling telling, List<String> quoted, Reply reply) {
        if (!YES.contains(reply.first()) && !ClaimWords.isNegator(reply.first())) {
            return false;
        }
        String said = first(telling);
        return (YES.contains(said) && ClaimWords.isNegator(reply.first())
                        || ClaimWords.isNegator(said) && YES.contains(reply.first()))
                && Stream.concat(
                                telling.exchange().asked().stream()
                                        .map(line -> line.whole().words()),
                                Stream.of(quoted))
                        .flatMap(words -> words.stream().skip(1))
                        .noneMatch(TURNING::contains);
    }

    /**
     * The first word of the quoted sentence, since one answer may say yes to one question and no to the next; or the "No."
     * before it.
     */
    private static String first(Telling telling) {
        String first = "";
        boolean alone = false;
        for (Passage sentence : telling.exchange().answer().sentences()) {
            if (sentence.span().start() <= telling.quote().start()
                    && !sentence.words().isEmpty()) {
                String word = sentence.words().getFirst();
                boolean answers = YES.contains(word) || NO.contains(word);
                first = alone && !answers ? first : word;
                alone = answers && isBare(sentence.words());
            }
        }
        return first;
    }

    /** "No.", "No, I didn't.", "Yes, doctor." */
    private static boolean isBare(List<String> words) {
        return words.size() == 1 || words.size() <= 4 && AFTER_AN_ANSWER.contains(words.get(1));
    }
}
