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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a patient does when a test is asked for. */
final class Examining {
    static final String FUNCTION = "examine";

    private static final Logger log = LoggerFactory.getLogger(Examining.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ASKS_FIRST = Pattern.compile(
            "\\b(?:is (?:that|it|this) (?:ok|okay|al?l ?right|fine)|are you (?:ok|okay|happy|all ?right|comfortable)|(?:would|do) you mind"
                    + "|(?:may|can|could|shall) i|if i may|if you (?:don'?t mind|agree)|permission|consent)\\b",
            Pattern.CASE_INSENSITIVE);

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
        if (ASKS_FIRST.matcher(line).find()) {
            memory.consents = true;
        }
        memory.lastTest = test;
        memory.awaitsConsent = false;
        if (byFunction) {
            return new PatientReply.FunctionCall(FUNCTION, arguments(test, sides));
        }
        return new PatientReply.Spoken(fromScript(test, sides));
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
        memory.awaitsConsent = test.caution().needsConsent() && !memory.consents;
        if (memory.awaitsConsent) {
            return phrases.consent();
        }
        CaseScript.Refusal refusal = test.caution().refusal();
        if (refusal != null) {
            return refusal.reply();
        }
        if (test.results().isEmpty()) {
            return phrases.nothing();
        }
        List<CaseScript.Result> shown = test.results().stream()
                .filter(result -> result.side() == null || sides.contains(result.side()))
                .toList();
        memory.lastFelt =
                shown.stream().map(CaseScript.Result::reply).distinct().collect(Collectors.joining(" "));
        return shown.stream()
                .map(result -> result.finding().strip()
                        + (result.finding().matches("(?s).*[.!?]\\s*") ? " " : ". ")
                        + result.reply())
                .collect(Collectors.joining(" "));
    }

    private String arguments(CaseScript.Test test, Set<Side> sides) {
        var arguments = JSON.createObjectNode().put("test", test.testId());
        if (sides.size() == 1) {
            arguments.put("side", sides.iterator().next().name().toLowerCase(Locale.ROOT));
        }
        return arguments.put("consent", memory.consents).toString();
    }

    /** What the patient says once the function has answered. An unknown outcome breaks nothing. */
    String afterFunction(String output) {
        try {
            JsonNode answer = JSON.readTree(output);
            String outcome = answer.path("outcome").asText();
            memory.awaitsSide = outcome.equals("side_needed");
            memory.awaitsConsent = outcome.equals("consent_needed");
            String say = answer.path("say").asText("");
            if (!say.isBlank()) {
                memory.lastFelt = say;
                return say;
            }
        } catch (JsonProcessingException e) {
            log.debug("patient: the output of a function is not JSON");
        }
        return phrases.nothing();
    }
}
