package dev.viva.simulator.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/** The members of a session, their defaults, and how an update changes them. */
public final class SessionShape {
    private static final String TRANSCRIPTION = "session.audio.input.transcription";
    private static final String DETECTION = "session.audio.input.turn_detection";

    /** All other members are refused, above all those of the withdrawn beta. */
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "session",
            Set.of(
                    "type",
                    "model",
                    "instructions",
                    "output_modalities",
                    "audio",
                    "include",
                    "tools",
                    "tool_choice",
                    "parallel_tool_calls",
                    "reasoning",
                    "max_output_tokens",
                    "truncation",
                    "tracing",
                    "prompt"),
            "session.audio",
            Set.of("input", "output"),
            "session.audio.input",
            Set.of("format", "transcription", "noise_reduction", "turn_detection"),
            TRANSCRIPTION,
            Set.of("model", "language", "prompt", "delay", "languages", "keywords"),
            "session.audio.input.noise_reduction",
            Set.of("type"),
            DETECTION,
            Set.of(
                    "type",
                    "threshold",
                    "prefix_padding_ms",
                    "silence_duration_ms",
                    "idle_timeout_ms",
                    "eagerness",
                    "create_response",
                    "interrupt_response"),
            "session.audio.output",
            Set.of("format", "voice", "speed"));

    /** Members that are an object, or null for "none". */
    private static final Set<String> OBJECTS = Set.of(
            "session.audio",
            "session.audio.input",
            "session.audio.input.format",
            TRANSCRIPTION,
            "session.audio.input.noise_reduction",
            DETECTION,
            "session.audio.output",
            "session.audio.output.format");

    private static final String DEFAULTS = """
            {"type": "realtime", "object": "realtime.session", "id": "", "model": "gpt-realtime-2.1",
             "output_modalities": ["audio"], "instructions": "You are a helpful assistant.", "tools": [],
             "tool_choice": "auto", "max_output_tokens": "inf", "tracing": null, "truncation": "auto", "prompt": null,
             "expires_at": 0, "include": null,
             "audio": {
               "input": {"format": {"type": "audio/pcm", "rate": 24000}, "transcription": null,
                         "noise_reduction": null, "turn_detection": null},
               "output": {"format": {"type": "audio/pcm", "rate": 24000}, "voice": "alloy", "speed": 1.0}}}
            """;

    private static final String SERVER_VAD = """
            {"type": "server_vad", "threshold": 0.5, "prefix_padding_ms": 300, "silence_duration_ms": 200,
             "idle_timeout_ms": null, "create_response": true, "interrupt_response": true}
            """;

    private static final String SEMANTIC_VAD = """
            {"type": "semantic_vad", "eagerness": "auto", "create_response": true, "interrupt_response": true}
            """;

    private SessionShape() {}

    /** The session that the client asked for, completed with defaults. */
    public static ObjectNode create(JsonNode given, String id, long expiresAt) {
        check(given);
        ObjectNode session = parse(DEFAULTS);
        session.put("id", id).put("expires_at", expiresAt);
        ((ObjectNode) session.at("/audio/input")).set("turn_detection", parse(SERVER_VAD));
        merge(session, given, "session");
        return session;
    }

    /**
     * Changes a session as a session.update asks.
     *
     * @param spoken whether the patient has spoken, after which the voice is fixed
     */
    static void update(ObjectNode session, JsonNode patch, boolean spoken) {
        check(patch);
        refuseChange(session, patch, "/model", "session.model");
        if (spoken) {
            refuseChange(session, patch, "/audio/output/voice", "session.audio.output.voice");
        }
        merge(session, patch, "session");
    }

    static boolean speaks(JsonNode modalities) {
        return modalities.path(0).asText("audio").equals("audio");
    }

    private static void check(JsonNode given) {
        if (!given.isObject()) {
            throw Refusal.wrongType("session", "an object");
        }
        if (!given.hasNonNull("type")) {
            throw Refusal.missing("session.type");
        }
        if (!given.path("type").asText().equals("realtime")) {
            throw Refusal.invalid("invalid_value", "Supported values are: 'realtime'.", "session.type");
        }
        if (given.has("instructions") && !given.path("instructions").isTextual()) {
            throw Refusal.wrongType("session.instructions", "a string");
        }
        JsonNode modalities = given.path("output_modalities");
        if (!modalities.isMissingNode() && !modality(modalities)) {
            throw Refusal.invalid(
                    "invalid_value", "Supported values are: ['audio'] and ['text'].", "session.output_modalities");
        }
        checkFields(given, "session");
    }

    static boolean modality(JsonNode modalities) {
        String only = modalities.path(0).asText();
        return modalities.isArray() && modalities.size() == 1 && (only.equals("audio") || only.equals("text"));
    }

    private static void checkFields(JsonNode given, String path) {
        Set<String> known = FIELDS.get(path);
        for (Map.Entry<String, JsonNode> field : given.properties()) {
            String inner = path + "." + field.getKey();
            JsonNode value = field.getValue();
            if (known != null && !known.contains(field.getKey())) {
                throw Refusal.invalid("unknown_parameter", "Unknown parameter: '" + inner + "'.", inner);
            }
            if (OBJECTS.contains(inner)) {
                if (!value.isObject() && !value.isNull()) {
                    throw Refusal.wrongType(inner, "an object");
                }
                checkFields(value, inner);
            }
        }
    }

    private static void refuseChange(ObjectNode session, JsonNode patch, String pointer, String param) {
        JsonNode wanted = patch.at(pointer);
        if (!wanted.isMissingNode() && !wanted.equals(session.at(pointer))) {
            throw Refusal.invalid("invalid_value", "'" + param + "' cannot be changed now.", param);
        }
    }

    private static void merge(ObjectNode session, JsonNode patch, String path) {
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            String inner = path + "." + field.getKey();
            JsonNode old = session.path(field.getKey());
            JsonNode value = field.getValue();
            if (!OBJECTS.contains(inner) || !value.isObject()) {
                session.set(field.getKey(), value.deepCopy());
            } else {
                ObjectNode target = inner.equals(DETECTION)
                        ? detection(old, value)
                        : old.isObject() ? (ObjectNode) old : empty(inner);
                session.set(field.getKey(), target);
                merge(target, value, inner);
            }
        }
    }

    /** The two types of turn detection share few settings, so another type begins with its own defaults. */
    private static ObjectNode detection(JsonNode old, JsonNode wanted) {
        String type = wanted.path("type").asText(old.path("type").asText("server_vad"));
        if (old.isObject() && type.equals(old.path("type").asText())) {
            return (ObjectNode) old;
        }
        return parse(type.equals("semantic_vad") ? SEMANTIC_VAD : SERVER_VAD);
    }

    private static ObjectNode empty(String path) {
        return path.equals(TRANSCRIPTION)
                ? ServerEvents.object().putNull("model").putNull("language").putNull("prompt")
                : ServerEvents.object();
    }

    private static ObjectNode parse(String json) {
        try {
            return (ObjectNode) ServerEvents.JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
