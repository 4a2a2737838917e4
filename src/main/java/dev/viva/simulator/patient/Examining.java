package dev.viva.simulator.patient;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.realtime.CaseScript;
import dev.viva.realtime.CaseScript.Side;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a patient does when a test is asked for. */
final class Examining {
    static final String FUNCTION = "examine";

    private static final Logger log = LoggerFactory.getLogger(Examining.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Outcomes after which the second of two sides is examined too. */
    private static final Set<String> DONE = Set.of("found", "not_in_case");

    private static final Pattern ASKS_FIRST = Pattern.compile(
            "\\b(?:(?:is|would|will|if) (?:that|it|this)(?:['’]?s| is| be)? (?:ok|okay|al?l ?right|fine)"
                    + "|(?:are you|would you be) (?:ok|okay|happy|all ?right|comfortable)|(?:would|do) you mind"
                    + "|(?:may|can|could|shall) i|if i may|(?:if|do) you (?:don['’]?t mind|agree)|permission|consent"
                    + "|puedo|podría|me permite|está de acuerdo|(?:darf|dürfte|kann|könnte) ich|in ordnung|einverstanden"
                    + "|puis-je|je peux|pourrais-je|vous permettez|d['’]accord)\\b",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private final Phrases phrases;
    private final Memory memory;

    Examining(Phrases phrases, Memory memory) {
        this.phrases = phrases;
        this.memory = memory;
    }

    /**
     * Does a test: by the function if the session has it, else from the script. What is missing is asked for in the
     * order of the function, whether the case has the test or not.
     */
    PatientReply examine(CaseScript.Test test, String line, boolean byFunction) {
        Set<Side> sides = sides(test, line);
        if (memory.mayTouch || asksFirst(line)) {
            memory.agreed.add(test);
        }
        memory.mayTouch = false;
        memory.lastTest = test;
        memory.lastFelt = "";
        memory.awaitsConsent = false;
        if (byFunction) {
            boolean both = test.sided() && sides.size() == 2;
            memory.otherSide = both ? Side.RIGHT : null;
            memory.ofFirstSide = "";
            return call(test, both ? Set.of(Side.LEFT) : sides);
        }
        return new PatientReply.Spoken(fromScript(test, sides));
    }

    /** Remembers a test that was asked for elsewhere, if what was answered is what it gets. */
    void recall(CaseScript.Test test, String line, String reply) {
        boolean which = reply.equals(phrases.which());
        boolean consent = reply.equals(phrases.consent());
        boolean done = Stream.concat(
                        test.results().stream().map(CaseScript.Result::reply),
                        Stream.ofNullable(test.caution().refusal()).map(CaseScript.Refusal::reply))
                .anyMatch(result -> endsWith(reply, result.strip()));
        if (which || consent || done) {
            var unused = sides(test, line);
            if (asksFirst(line)) {
                memory.agreed.add(test);
            }
            memory.lastTest = test;
            memory.awaitsSide = which;
            memory.awaitsConsent = consent;
            memory.lastFelt = done ? reply : "";
        }
    }

    /** Whether a reply is a result, or comes to one after a sentence: "No." is no part of another answer's "No. Fine." */
    private static boolean endsWith(String reply, String result) {
        return reply.strip().equals(result) || reply.strip().matches("(?s).*[.!?]\\s+" + Pattern.quote(result));
    }

    /** Whether a line asks for consent, whatever it names. */
    static boolean asksFirst(String line) {
        return ASKS_FIRST.matcher(line).find();
    }

    private Set<Side> sides(CaseScript.Test test, String line) {
        Set<Side> named = Sides.in(line);
        if (named.isEmpty() && Sides.other(line) && memory.lastSides.size() == 1) {
            named = memory.lastSides.contains(Side.LEFT) ? Set.of(Side.RIGHT) : Set.of(Side.LEFT);
        }
        if (named.isEmpty() && test.sided() && memory.awaitsConsent && test.equals(memory.lastTest)) {
            // The side was said before the patient was asked to agree.
            named = memory.lastSides;
        }
        if (test.sided() && !named.isEmpty()) {
            memory.lastSides = named;
        }
        return named;
    }

    private String fromScript(CaseScript.Test test, Set<Side> sides) {
        memory.awaitsSide = test.sided() && sides.isEmpty();
        if (memory.awaitsSide) {
            return phrases.which();
        }
        memory.awaitsConsent = test.caution().needsConsent() && !memory.agreed.contains(test);
        if (memory.awaitsConsent) {
            return phrases.consent();
        }
        CaseScript.Refusal refusal = test.caution().refusal();
        if (refusal != null) {
            return refusal.reply();
        }
        List<CaseScript.Result> shown = test.results().stream()
                .filter(result -> result.side() == null || sides.contains(result.side()))
                .toList();
        if (shown.isEmpty()) {
            memory.lastFelt = phrases.nothing();
            return phrases.nothing();
        }
        memory.lastFelt =
                shown.stream().map(CaseScript.Result::reply).distinct().collect(Collectors.joining(" "));
        return shown.stream()
                .map(result -> result.finding().strip()
                        + (result.finding().matches("(?s).*[.!?]\\s*") ? " " : ". ")
                        + result.reply())
                .collect(Collectors.joining(" "));
    }

    private PatientReply call(CaseScript.Test test, Set<Side> sides) {
        var arguments = JSON.createObjectNode().put("test", test.testId());
        if (sides.size() == 1) {
            arguments.put("side", sides.iterator().next().name().toLowerCase(Locale.ROOT));
        }
        arguments.put("consent", memory.agreed.contains(test));
        return new PatientReply.FunctionCall(FUNCTION, arguments.toString());
    }

    /**
     * What the patient does once the function has answered: examines the other of two sides, or says what came of it.
     * An unknown outcome breaks nothing.
     */
    PatientReply afterFunction(String output) {
        JsonNode answer = read(output);
        String outcome = answer.path("outcome").asText();
        memory.awaitsSide = outcome.equals("side_needed");
        memory.awaitsConsent = outcome.equals("consent_needed");
        Side other = memory.otherSide;
        memory.otherSide = null;
        String said = say(outcome, answer.path("say").asText(""));
        if (other != null && memory.lastTest != null && DONE.contains(outcome)) {
            memory.ofFirstSide = said;
            return call(memory.lastTest, Set.of(other));
        }
        String first = memory.ofFirstSide;
        memory.ofFirstSide = "";
        String both = first.isEmpty() || first.equals(said) ? said : first + " " + said;
        memory.lastFelt = DONE.contains(outcome) ? both : "";
        return new PatientReply.Spoken(both);
    }

    /** The function says these outcomes in English only; the patient says them in the case's language. */
    private String say(String outcome, String say) {
        return switch (outcome) {
            case "side_needed" -> phrases.which();
            case "consent_needed" -> phrases.consent();
            case "not_in_case" -> phrases.nothing();
            default -> say.isBlank() ? phrases.nothing() : say;
        };
    }

    private static JsonNode read(String output) {
        try {
            return JSON.readTree(output);
        } catch (JsonProcessingException e) {
            log.debug("patient: the output of a function is not JSON");
            return JSON.missingNode();
        }
    }
}
