package dev.viva.simulator.patient;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.realtime.CaseScript;
import dev.viva.realtime.SimulatorFactory.OfflinePatient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The scripted patient without a call. Not thread-safe. */
public final class RehearsedPatient implements OfflinePatient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INSTRUCTIONS = "Case reference: rehearsed/case\nPhase: %s\n";
    private static final Set<String> FUNCTIONS = Set.of("examine");

    private final CaseScript script;
    private final ScriptedPatient patient;
    private final Phrases phrases;
    private final List<CaseScript.Topic> longestFirst;

    public RehearsedPatient(CaseScript script) {
        this.script = script;
        patient = new ScriptedPatient(reference -> Optional.of(script));
        phrases = Phrases.in(script.speaker().language());
        longestFirst = script.topics().stream()
                .sorted(Comparator.comparingInt(
                                (CaseScript.Topic topic) -> topic.reply().length())
                        .reversed())
                .toList();
    }

    @Override
    public Reply answer(String phase, String line) {
        return switch (patient.answer(INSTRUCTIONS.formatted(phase), FUNCTIONS, line)) {
            case PatientReply.Spoken spoken ->
                new Reply(
                        spoken.text(),
                        told(spoken.text()),
                        null,
                        !phrases.lost().contains(spoken.text()));
            case PatientReply.FunctionCall call -> new Reply("", List.of(), request(call.arguments()), true);
        };
    }

    @Override
    public void prepare() {
        Ears.of(script).prepare();
    }

    /** The topics whose replies are part of a text. A reply may begin in lower case, after other words. */
    private List<String> told(String text) {
        var names = new ArrayList<String>();
        String rest = text.toLowerCase(Locale.ROOT);
        for (CaseScript.Topic topic : longestFirst) {
            String reply = topic.reply().toLowerCase(Locale.ROOT);
            if (rest.contains(reply)) {
                names.add(topic.name());
                rest = rest.replace(reply, "");
            }
        }
        return names;
    }

    private static TestRequest request(String arguments) {
        try {
            JsonNode json = JSON.readTree(arguments);
            return new TestRequest(
                    json.path("test").asText(), side(json.path("side").asText("")));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the patient's arguments are not JSON", e);
        }
    }

    private static CaseScript.@Nullable Side side(String name) {
        return name.isEmpty() ? null : CaseScript.Side.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
