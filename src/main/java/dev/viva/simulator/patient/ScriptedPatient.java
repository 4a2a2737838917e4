package dev.viva.simulator.patient;

import dev.viva.realtime.CaseScript;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Answers a student's lines from a case's script; equal questions get equal answers. Used on one call's thread only.
 */
public final class ScriptedPatient {
    private static final Pattern REFERENCE = Pattern.compile("(?m)^Case reference: ([a-z0-9_-]+/[a-z0-9_-]+)\\s*$");
    /** A greeting before a question: "good morning" does not ask how the mornings are. */
    private static final Pattern GREETED = Pattern.compile(
            "^\\s*(?:(?:good (?:morning|afternoon|evening|day)|hello|hi|hey|hola|buenos días|buenas tardes)\\b[\\s,.!;:]*)+",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final List<Words> GREETINGS = words(
            "hello",
            "hi",
            "hey",
            "good morning",
            "good afternoon",
            "good evening",
            "good day",
            "greetings",
            "nice to meet you",
            "how are you",
            "how do you do",
            "my name is",
            "i'm",
            "hola",
            "buenos días",
            "buenas tardes");
    private static final List<Words> NAME =
            words("your name", "who are you", "may i call you", "should i call you", "cómo se llama", "su nombre");
    private static final List<Words> THANKS = words("thanks", "thank you", "gracias");
    private static final List<Words> GOODBYES = words("goodbye", "good bye", "bye", "see you", "adiós");

    /** First words of a sentence that are written small after "As I said"; others may be names. */
    private static final Set<String> SMALL = Set.of(
            "a",
            "about",
            "after",
            "an",
            "as",
            "at",
            "both",
            "every",
            "for",
            "from",
            "he",
            "in",
            "it",
            "it's",
            "just",
            "maybe",
            "mostly",
            "my",
            "never",
            "no",
            "none",
            "not",
            "nothing",
            "on",
            "only",
            "she",
            "since",
            "sometimes",
            "that",
            "that's",
            "the",
            "there",
            "there's",
            "they",
            "this",
            "those",
            "to",
            "twice",
            "two",
            "usually",
            "we",
            "well",
            "when",
            "with",
            "yes",
            "you");

    private final CaseScript.Source scripts;
    private final Set<CaseScript.Answer> given = new HashSet<>();
    private int lost;

    public ScriptedPatient(CaseScript.Source scripts) {
        this.scripts = scripts;
    }

    /**
     * @param instructions as composed for the patient; one line of them names the case
     * @param line the student's line; empty if the patient must speak unasked
     */
    public String answer(String instructions, String line) {
        Matcher reference = REFERENCE.matcher(instructions);
        Optional<CaseScript> script = reference.find() ? scripts.find(reference.group(1)) : Optional.empty();
        return script.map(found -> answer(found, line)).orElse(Phrases.NO_CASE);
    }

    private String answer(CaseScript script, String line) {
        Phrases phrases = Phrases.in(script.language());
        if (line.isBlank()) {
            return given.isEmpty() ? script.openingLine() : phrases.more();
        }
        List<CaseScript.Answer> answers =
                new AnswerMatcher(script.answers()).find(GREETED.matcher(line).replaceFirst(""));
        if (!answers.isEmpty()) {
            return answers.stream().map(answer -> say(answer, phrases)).collect(Collectors.joining(" "));
        }
        Words words = Words.of(line);
        if (NAME.stream().anyMatch(words::contains)) {
            return phrases.name() + script.patientName() + ".";
        }
        if (GREETINGS.stream().anyMatch(words::beginsWith)) {
            return script.openingLine();
        }
        if (GOODBYES.stream().anyMatch(words::contains)) {
            return phrases.goodbye();
        }
        if (THANKS.stream().anyMatch(words::contains)) {
            return phrases.thanks();
        }
        return phrases.lost().get(lost++ % phrases.lost().size());
    }

    private String say(CaseScript.Answer answer, Phrases phrases) {
        return given.add(answer) ? answer.reply() : phrases.again() + inMidSentence(answer.reply());
    }

    private static String inMidSentence(String reply) {
        String first = reply.split("[\\s,.]", 2)[0];
        boolean small = SMALL.contains(first.toLowerCase(Locale.ROOT));
        return small ? reply.substring(0, 1).toLowerCase(Locale.ROOT) + reply.substring(1) : reply;
    }

    private static List<Words> words(String... phrases) {
        return Stream.of(phrases).map(Words::of).toList();
    }
}
