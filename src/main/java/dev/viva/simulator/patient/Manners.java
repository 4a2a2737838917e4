package dev.viva.simulator.patient;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * How a language is spoken around a question.
 *
 * @param strip removes from a sentence what is said for politeness
 * @param talk recognises what surely asks for nothing of the case
 */
record Manners(UnaryOperator<String> strip, Function<String, Optional<Intent>> talk) {
    private static final Pattern MARKS_AT_EDGES = Pattern.compile("^[\\s¿¡]+|\\s+$");

    /** @param names of those who may be addressed */
    static Manners in(String language, List<String> names) {
        if (!language.equals("en")) {
            return new Manners(
                    sentence -> MARKS_AT_EDGES.matcher(sentence).replaceAll(""),
                    line -> SureTalk.in(line).filter(intent -> intent == Intent.STOP));
        }
        var courtesy = new Courtesy(names);
        return new Manners(sentence -> courtesy.strip(Abbreviations.writtenOut(sentence)), SureTalk::in);
    }
}
