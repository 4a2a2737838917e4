package dev.viva.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.contract.Contract.Operation;
import dev.viva.testing.Api;
import dev.viva.testing.Offer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request for an operation, made from the contract's examples: valid until a test changes it.
 *
 * @param query without the question mark; empty for none
 * @param bearer null for no credentials
 */
record Draft(
        Operation operation,
        String path,
        String query,
        @Nullable String bearer,
        Map<String, String> headers,
        byte[] body) {
    private static final Contract CONTRACT = Contract.load();
    private static final JsonNode ROOT = CONTRACT.json();

    static Stream<Operation> operations() {
        return CONTRACT.operations().stream();
    }

    static Stream<Operation> declaring(int status) {
        return operations().filter(o -> o.statuses().contains(status));
    }

    static Operation operation(String id) {
        return operations().filter(o -> o.id().equals(id)).findFirst().orElseThrow();
    }

    /** The contract's declaration of an operation. */
    static JsonNode declared(Operation operation) {
        return ROOT.path("paths").path(operation.path()).path(operation.method().toLowerCase(Locale.ROOT));
    }

    /** A declared parameter or media type, with references resolved. */
    static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? ROOT.at(node.path("$ref").asText().substring(1)) : node;
    }

    static List<JsonNode> parameters(Operation operation) {
        return declared(operation)
                .path("parameters")
                .valueStream()
                .map(Draft::resolved)
                .toList();
    }

    static boolean isSession(JsonNode parameter) {
        return parameter.path("name").asText().equals("session_id");
    }

    /** The media type of the operation's body; empty if it has none. */
    static String takes(Operation operation) {
        var types = declared(operation).at("/requestBody/content").fieldNames();
        return types.hasNext() ? types.next() : "";
    }

    /** Whether a grant or the faculty key is needed. */
    static boolean guarded(Operation operation) {
        return !declared(operation).path("security").isEmpty() && !forAnybody(operation);
    }

    /** Whether a session's grant and the faculty key both serve. */
    static boolean forBoth(Operation operation) {
        return serves(operation, "grant") && serves(operation, "faculty");
    }

    /** Whether only a student's login serves. */
    static boolean forStudents(Operation operation) {
        return guarded(operation) && !serves(operation, "grant") && !serves(operation, "faculty");
    }

    private static boolean serves(Operation operation, String scheme) {
        return declared(operation).path("security").valueStream().anyMatch(alternative -> alternative.has(scheme));
    }

    /** Whether the replies must not be cached. */
    static boolean neverCached(Operation operation) {
        return declared(operation)
                .at("/responses/200/headers/Cache-Control/$ref")
                .asText()
                .endsWith("/NoStore");
    }

    static boolean forFaculty(Operation operation) {
        return declared(operation).at("/security/0").has("faculty");
    }

    /** Whether the operation also works without credentials. */
    static boolean forAnybody(Operation operation) {
        return declared(operation).path("x-caller-optional").asBoolean();
    }

    /** A valid request on that session, with the right credentials. */
    static Draft of(Operation operation, Api.Opened session, String faculty) {
        String path = operation.path().replace("{session_id}", session.id());
        String query = "";
        for (JsonNode parameter : parameters(operation)) {
            String name = parameter.path("name").asText();
            String example = parameter.path("example").asText();
            if (parameter.path("in").asText().equals("path")) {
                path = path.replace("{" + name + "}", example);
            } else if (parameter.path("in").asText().equals("query")
                    && parameter.path("required").asBoolean()) {
                query += (query.isEmpty() ? "" : "&") + name + "=" + example;
            }
        }
        String bearer = guarded(operation) ? forFaculty(operation) ? faculty : session.grant() : null;
        String type = takes(operation);
        Map<String, String> headers = type.isEmpty() ? Map.of() : Map.of("Content-Type", type);
        return new Draft(operation, path, query, bearer, headers, body(operation, type));
    }

    private static byte[] body(Operation operation, String type) {
        if (type.equals("application/sdp")) {
            return Offer.TEXT.getBytes(StandardCharsets.US_ASCII);
        }
        JsonNode examples = declared(operation)
                .path("requestBody")
                .path("content")
                .path(type)
                .path("examples");
        return examples.isEmpty()
                ? new byte[0]
                : examples.elements().next().path("value").toString().getBytes(StandardCharsets.UTF_8);
    }

    Draft path(String other) {
        return new Draft(operation, other, query, bearer, headers, body);
    }

    Draft query(String other) {
        return new Draft(operation, path, other, bearer, headers, body);
    }

    Draft bearer(@Nullable String other) {
        return new Draft(operation, path, query, other, headers, body);
    }

    Draft body(byte[] other) {
        return new Draft(operation, path, query, bearer, headers, other);
    }

    Draft body(String other) {
        return body(other.getBytes(StandardCharsets.UTF_8));
    }

    Draft header(String name, String value) {
        var all = new HashMap<>(headers);
        all.put(name, value);
        return new Draft(operation, path, query, bearer, Map.copyOf(all), body);
    }

    Draft without(String header) {
        var rest = new HashMap<>(headers);
        rest.remove(header);
        return new Draft(operation, path, query, bearer, Map.copyOf(rest), body);
    }

    String target() {
        return query.isEmpty() ? path : path + "?" + query;
    }

    Api.Reply send(Api api) {
        return send(api, operation.method());
    }

    Api.Reply send(Api api, String method) {
        return api.sendBytes(method, target(), bearer, body, headers);
    }

    @Override
    public String toString() {
        return operation.id();
    }
}
