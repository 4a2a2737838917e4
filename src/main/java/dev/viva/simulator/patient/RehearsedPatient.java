package dev.viva.simulator.patient;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.realtime.CaseScript;
import dev.viva.realtime.SimulatorFactory.OfflinePatient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The scripted patient without a call. Not thread-safe. */
public final class RehearsedPatient implements OfflinePatient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INSTRUCTIONS = "Case reference: rehearsed/case\nPhase: %s\n";
    /** A full stop is left of what was found, so a reply that has none itself may stand before another one. */
    private static final String BEFORE_SENTENCE = "(?<!\\S)(?<![^.!?:\u2026\"')\u00bb\u201d\u2019]\\s)";

    private static final Set<String> FUNCTIONS = Set.of("examine");

    private final CaseScript script;
    private final ScriptedPatient patient;
    private final Phrases phrases;
    /** The replies of the topics and what every patient says, in lower case. */
    private final List<String> longestFirst;

    public RehearsedPatient(CaseScript script) {
        this.script = script;
        patient = new ScriptedPatient(reference -> Optional.of(script));
        phrases = Phrases.in(script.speaker().language());
        longestFirst = Stream.concat(
                        script.topics().stream().map(CaseScript.Topic::reply),
                        phrases.small().values().stream().flatMap(List::stream))
                .map(text -> text.strip().toLowerCase(Locale.ROOT))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    @Override
    public Reply answer(String phase, String line) {
        return switch (patient.answer(INSTRUCTIONS.formatted(phase), FUNCTIONS, line)) {
            case PatientReply.Spoken spoken ->
                new Reply(
                        spoken.text(),
                        told(phase, line, spoken.text()),
                        null,
                        !phrases.lost().contains(spoken.text()));
            case PatientReply.FunctionCall call -> asks(call);
        };
    }

    @Override
    public Reply examined(String phase, String outcome, String say) {
        String output =
                JSON.createObjectNode().put("outcome", outcome).put("say", say).toString();
        return switch (patient.afterFunction(INSTRUCTIONS.formatted(phase), output)) {
            case PatientReply.Spoken spoken -> new Reply(spoken.text(), List.of(), null, true);
            case PatientReply.FunctionCall call -> asks(call);
        };
    }

    private static Reply asks(PatientReply.FunctionCall call) {
        return new Reply("", List.of(), request(call.arguments()), true);
    }

    @Override
    public void prepare() {
        Ears.of(script).prepare();
    }

    /** The topics whose replies are whole sentences of a text. "Yes. Thank you." tells no topic that has the reply "Yes." */
    private List<String> told(String phase, String line, String text) {
        var names = new ArrayList<String>();
        String rest = text.toLowerCase(Locale.ROOT);
        for (boolean found = true; found; ) {
            found = false;
            for (String saying : longestFirst) {
                Matcher said = sentences(saying).matcher(rest);
                if (said.find()) {
                    found = true;
                    names.addAll(meant(phase, line, saying));
                    rest = said.replaceAll(".");
                }
            }
        }
        return names;
    }

    private static Pattern sentences(String text) {
        return Pattern.compile(BEFORE_SENTENCE + Pattern.quote(text) + "(?!\\S)");
    }

    /** The topics with that reply: those that were asked for, or all when the line asks for none of them. */
    private List<String> meant(String phase, String line, String reply) {
        List<CaseScript.Topic> alike = script.topics().stream()
                .filter(topic -> topic.reply().strip().equalsIgnoreCase(reply))
                .toList();
        List<CaseScript.Topic> asked = alike.size() == 1 ? alike : asked(phase, line);
        return alike.stream()
                .filter(topic -> Collections.disjoint(alike, asked) || asked.contains(topic))
                .map(CaseScript.Topic::name)
                .toList();
    }

    private List<CaseScript.Topic> asked(String phase, String line) {
        CaseScript.Speaker speaker = script.speaker();
        var manners = Manners.in(speaker.language(), List.of(speaker.name(), speaker.preferredName()));
        return new Hearing(() -> Ears.of(script), manners, Phase.in(INSTRUCTIONS.formatted(phase)))
                .understand(line).asked().stream()
                        .flatMap(meaning ->
                                meaning instanceof Meaning.Told told ? Stream.of(told.topic()) : Stream.empty())
                        .toList();
    }

    private static TestRequest request(String arguments) {
        try {
            JsonNode json = JSON.readTree(arguments);
            return new TestRequest(
                    json.path("test").asText(),
                    side(json.path("side").asText("")),
                    json.path("consent").asBoolean());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the patient's arguments are not JSON", e);
        }
    }

    private static CaseScript.@Nullable Side side(String name) {
        return name.isEmpty() ? null : CaseScript.Side.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
