package dev.viva.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.contract.Contract;
import dev.viva.contract.Contract.Operation;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Every operation of the contract on a session, with a request that succeeds with the right credentials. */
public final class OnASession {
    private static final Contract CONTRACT = Contract.load();

    private OnASession() {}

    public static Stream<Operation> operations() {
        return CONTRACT.operations().stream().filter(o -> o.path().contains("{session_id}"));
    }

    /** The operations for a grant. */
    public static Stream<Operation> ofAGrant() {
        return operations().filter(o -> needs(o, "grant"));
    }

    /** Whether the contract accepts this kind of credentials. */
    private static boolean needs(Operation operation, String scheme) {
        JsonNode security = declared(operation).path("security");
        return StreamSupport.stream(security.spliterator(), false)
                .anyMatch(alternative -> alternative.path(scheme).isArray());
    }

    /** Whether the contract requires a grant, the faculty key, or either. */
    public static boolean isGuarded(Operation operation) {
        JsonNode security = declared(operation).path("security");
        return !security.isEmpty() && security.valueStream().allMatch(one -> one.has("grant") || one.has("faculty"));
    }

    public static Api.Reply send(Api api, Operation operation, String id, @Nullable String bearer) {
        String type = declared(operation).at("/requestBody/content").properties().stream()
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
        Map<String, String> headers = type.isEmpty() ? Map.of() : Map.of("Content-Type", type);
        String path = operation
                .path()
                .replace("{session_id}", id)
                .replace("{media_id}", "xray-report")
                .replace("{note_id}", "note_1");
        return api.send(operation.method(), path, bearer, body(operation.id()), headers);
    }

    /** A body that is accepted with the right credentials. */
    private static @Nullable String body(String operation) {
        return switch (operation) {
            case "createGrant" -> "{\"minutes\":60}";
            case "advancePhase" -> "{\"phase\":\"objective\"}";
            case "relayTranscript" -> Api.line("item_1", "student", "Where?");
            case "say" -> "{\"item_id\":\"item_1\",\"text\":\"Where?\"}";
            case "relayTranscriptBatch" -> "{\"lines\":[" + Api.line("item_1", "student", "Where?") + "]}";
            case "examine" -> "{\"item_id\":\"exam_1\",\"test_id\":\"lachman\",\"side\":\"right\",\"consent\":true}";
            case "reportTranscriptError" -> "{\"item_id\":\"item_1\",\"detail\":\"Not written down.\"}";
            case "createNote" -> "{\"note_id\":\"note_1\",\"visibility\":\"student\",\"text\":\"Ask openly.\"}";
            case "assess" ->
                "{\"rubric_id\":\"communication\",\"rubric_version\":\"1\",\"version\":1,\"state\":\"draft\","
                        + "\"scores\":[]}";
            case "putReflection" ->
                "{\"prompts_version\":\"2026.12\",\"answers\":[{\"prompt_id\":\"went-well\",\"text\":\"I let her finish.\"}]}";
            case "releaseDebrief" -> "{\"answers\":false}";
            case "reviewSession" -> "{\"rubric_id\":\"communication\"}";
            case "exchangeSdp" -> "v=0\r\n";
            default -> null;
        };
    }

    private static JsonNode declared(Operation operation) {
        return CONTRACT.json()
                .path("paths")
                .path(operation.path())
                .path(operation.method().toLowerCase(Locale.ROOT));
    }
}
