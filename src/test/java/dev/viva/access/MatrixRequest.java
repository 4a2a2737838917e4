package dev.viva.access;

import dev.viva.contract.Contract;
import dev.viva.contract.Contract.Operation;
import dev.viva.testing.Api;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A valid request for an operation of the contract, on some session. */
record MatrixRequest(
        Operation operation,
        String session,
        Map<String, String> headers,
        @Nullable String body) {
    private static final Contract CONTRACT = Contract.load();

    MatrixRequest(Operation operation, String session, Map<String, String> headers) {
        this(operation, session, headers, body(operation));
    }

    static Operation operation(String id) {
        return CONTRACT.operations().stream()
                .filter(operation -> operation.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    MatrixRequest on(String other) {
        return new MatrixRequest(operation, other, headers, body);
    }

    /** The status of the answer. */
    int send(Api api, @Nullable String bearer) {
        if (operation.id().equals("streamEvents") && bearer != null) {
            var reply = api.stream(new Api.Opened(session, bearer), headers);
            reply.body().close();
            return reply.statusCode();
        }
        var all = new LinkedHashMap<>(headers);
        if (body != null) {
            all.put("Content-Type", operation.id().equals("exchangeSdp") ? "application/sdp" : "application/json");
        }
        return api.send(operation.method(), path(), bearer, body, all).status();
    }

    private String path() {
        return operation
                .path()
                .replace("{session_id}", session)
                .replace("{media_id}", "xray-report")
                .replace("{persona_id}", "hana-suzuki")
                .replace("{scenario_id}", "knee-after-football")
                .replace("{group}", "PT-2B")
                .replace("{exam_id}", "exm_8Kd2nQw5Zr7Tb1Yc9uVxLe")
                .replace("{note_id}", "note_1")
                .replace("{rubric_id}", "communication")
                .replace("{catalog_id}", "special-tests")
                .replace("{name}", "Turn")
                .replace("{code}", "not_found")
                .concat(operation.id().equals("getItemMatrix") ? "?scenario_id=knee-after-football" : "");
    }

    private static @Nullable String body(Operation operation) {
        return switch (operation.id()) {
            case "createSession" -> Api.CASE;
            case "createGrant" -> "{\"minutes\":60}";
            case "advancePhase" -> "{\"phase\":\"objective\"}";
            case "relayTranscript" -> Api.line("item_1", "student", "Hello");
            case "say" -> "{\"item_id\":\"item_1\",\"text\":\"Hello\"}";
            case "examine" -> "{\"item_id\":\"item_1\",\"test_id\":\"lachman\"}";
            case "relayTranscriptBatch" -> "{\"lines\":[" + Api.line("item_1", "student", "Hello") + "]}";
            case "reportTranscriptError" -> "{\"item_id\":\"item_1\",\"detail\":\"Not written down.\"}";
            case "createNote" -> "{\"note_id\":\"note_1\",\"visibility\":\"student\",\"text\":\"Ask openly.\"}";
            case "assess" ->
                "{\"rubric_id\":\"communication\",\"rubric_version\":\"1\",\"version\":1,\"state\":\"draft\","
                        + "\"scores\":[]}";
            case "reviewSession" -> "{\"rubric_id\":\"communication\"}";
            case "createExam" ->
                "{\"title\":\"Station 3\",\"scenario_id\":\"knee-after-football\",\"persona_id\":\"hana-suzuki\","
                        + "\"opens_at\":\"2026-11-02T09:00:00Z\",\"closes_at\":\"2031-11-02T12:00:00Z\"}";
            case "releaseDebrief", "releaseExam" -> "{\"answers\":false}";
            case "putReflection" ->
                "{\"prompts_version\":\"1\",\"answers\":[{\"prompt_id\":\"next\",\"text\":\"Ask.\"}]}";
            case "exchangeSdp" -> "v=0\r\n";
            default -> null;
        };
    }
}
