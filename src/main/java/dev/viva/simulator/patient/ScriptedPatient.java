package dev.viva.simulator.patient;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a student's lines from a case's script; equal questions get equal answers. Used on one call's thread only.
 */
public final class ScriptedPatient {
    private static final Pattern REFERENCE =
            Pattern.compile("(?m)^Case reference: ([a-z0-9_-]+/[a-z0-9_-]+(?:/[a-z0-9_-]+)?)\\s*$");
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

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger log = LoggerFactory.getLogger(ScriptedPatient.class);
    private static final String EXAMINE = "examine";

    private final CaseScript.Source scripts;
    private final Set<AnswerMatcher.Answer> given = new HashSet<>();
    private int lost;

    public ScriptedPatient(CaseScript.Source scripts) {
        this.scripts = scripts;
    }

    /**
     * What the patient does when the student has said something.
     *
     * @param instructions as composed for the patient; one line of them names the case
     * @param functions those that the session offers; the patient calls {@code examine} when a test is asked for
     * @param line the student's line; empty if the patient must speak unasked
     */
    public PatientReply answer(String instructions, Set<String> functions, String line) {
        Optional<CaseScript> script = script(instructions);
        if (script.isEmpty()) {
            return new PatientReply.Spoken(Phrases.NO_CASE);
        }
        return answer(script.get(), functions, line);
    }

    /**
     * What the patient says once a function that it called has answered.
     *
     * @param output as the function gave it, a JSON object with what to {@code say}
     */
    public String afterFunction(String instructions, String output) {
        String said = "";
        try {
            said = JSON.readTree(output).path("say").asText("");
        } catch (JsonProcessingException e) {
            log.debug("patient: the output of a function is not JSON");
        }
        Phrases phrases = Phrases.in(
                script(instructions).map(script -> script.speaker().language()).orElse("en"));
        return said.isBlank() ? phrases.lost().get(lost++ % phrases.lost().size()) : said;
    }

    private Optional<CaseScript> script(String instructions) {
        Matcher reference = REFERENCE.matcher(instructions);
        return reference.find() ? scripts.find(reference.group(1)) : Optional.empty();
    }

    private PatientReply answer(CaseScript script, Set<String> functions, String line) {
        Phrases phrases = Phrases.in(script.speaker().language());
        if (line.isBlank()) {
            return new PatientReply.Spoken(given.isEmpty() ? script.speaker().openingLine() : phrases.more());
        }
        List<AnswerMatcher.Answer> answers =
                new AnswerMatcher(answers(script)).find(GREETED.matcher(line).replaceFirst(""));
        if (!answers.isEmpty()) {
            String test = answers.getFirst().testId();
            if (functions.contains(EXAMINE) && !test.isEmpty()) {
                return new PatientReply.FunctionCall(EXAMINE, arguments(test, line));
            }
            return new PatientReply.Spoken(
                    answers.stream().map(answer -> say(answer, phrases)).collect(Collectors.joining(" ")));
        }
        return new PatientReply.Spoken(smallTalk(script.speaker(), phrases, line));
    }

    private static String arguments(String test, String line) {
        var arguments = JSON.createObjectNode().put("test", test);
        Words words = Words.of(line);
        for (String side : List.of("left", "right")) {
            if (words.contains(Words.of(side))) {
                arguments.put("side", side);
            }
        }
        return arguments.put("consent", true).toString();
    }

    private static List<AnswerMatcher.Answer> answers(CaseScript script) {
        return Stream.concat(
                        script.topics().stream()
                                .map(topic -> new AnswerMatcher.Answer(
                                        topic.name(), phrases(topic.asked()), topic.reply(), "")),
                        script.tests().stream()
                                .flatMap(test -> test.results().stream()
                                        .map(result -> new AnswerMatcher.Answer(
                                                test.names().getFirst(),
                                                phrases(test.asked()),
                                                result.finding() + " " + result.reply(),
                                                test.testId()))))
                .toList();
    }

    private static List<String> phrases(CaseScript.Asked asked) {
        return Stream.of(asked.cues(), asked.examples(), asked.standard())
                .flatMap(List::stream)
                .toList();
    }

    private String smallTalk(CaseScript.Speaker speaker, Phrases phrases, String line) {
        Words words = Words.of(line);
        if (NAME.stream().anyMatch(words::contains)) {
            return phrases.name() + speaker.name() + ".";
        }
        if (GREETINGS.stream().anyMatch(words::beginsWith)) {
            return speaker.openingLine();
        }
        if (GOODBYES.stream().anyMatch(words::contains)) {
            return phrases.goodbye();
        }
        if (THANKS.stream().anyMatch(words::contains)) {
            return phrases.thanks();
        }
        return phrases.lost().get(lost++ % phrases.lost().size());
    }

    private String say(AnswerMatcher.Answer answer, Phrases phrases) {
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
