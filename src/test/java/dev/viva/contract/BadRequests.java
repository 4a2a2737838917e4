package dev.viva.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.contract.Contract.Operation;
import dev.viva.testing.Api;
import dev.viva.wire.Exchange;
import dev.viva.wire.ExchangeCheck;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Requests that the contract forbids, made from valid ones. Seed and number determine each request, so that one can be
 * repeated. Thread-safe.
 *
 * @param session the target session
 * @param other another session, whose grant is invalid there
 */
record BadRequests(long seed, Api.Opened session, Api.Opened other, String faculty) {
    private static final List<Operation> OPERATIONS = Draft.operations().toList();
    private static final List<String> METHODS = List.of("PUT", "PATCH", "POST", "DELETE", "GET", "PROPFIND", "BREW");
    private static final List<String> TYPES = List.of(
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/json-patch+json",
            "application/problem+json",
            "application",
            "application/",
            "/",
            ";",
            "a/b/c",
            "*/*",
            "application/*",
            "application/jsonx",
            "application/sdp2",
            "text/json",
            "x".repeat(300));
    private static final List<String> RANGES = List.of(
            "image/png",
            "application/xml",
            "application/json;q=0, text/html;q=0, */*;q=0",
            "text/rtf, image/*;q=0.5",
            "application/problem+json",
            "application/vnd.viva+json",
            "audio/*");
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "a",
            "%00",
            "%0d%0aX-A:b",
            "%2e%2e%2f",
            "..",
            "%ff",
            "%E2%82",
            "%",
            "null",
            "-1",
            "1.5",
            "1e3",
            "0x10",
            "99999999999999999999",
            "9007199254740992",
            "2147483648",
            "-9223372036854775809",
            "true",
            "[]",
            "%22",
            "'",
            "*",
            "ses_",
            "ses_AAAAAAAAAAAAAAAAAAAAAA",
            "x".repeat(65),
            "x".repeat(130),
            "ä".repeat(64),
            "x".repeat(1_500));

    /** A way to break a request; null if it does not apply. */
    private interface Way extends BiFunction<Draft, SplittableRandom, @Nullable Bad> {}

    private static final List<Way> WAYS = List.of(
            BadRequests::value,
            BadRequests::value,
            BadRequests::value,
            BadRequests::value,
            BadRequests::text,
            BadRequests::text,
            BadRequests::parameter,
            BadRequests::parameter,
            (d, r) -> Draft.takes(d.operation()).isEmpty()
                    ? null
                    : new Bad("media type", d.header("Content-Type", TYPES.get(r.nextInt(TYPES.size())))),
            (d, r) -> Draft.takes(d.operation()).isEmpty() ? null : new Bad("no media type", d.without("Content-Type")),
            (d, r) -> d.body().length == 0 ? null : new Bad("compression", d.header("Content-Encoding", "gzip")),
            (d, r) -> d.operation().statuses().contains(406)
                    ? new Bad("accept", d.header("Accept", RANGES.get(r.nextInt(RANGES.size()))))
                    : null,
            BadRequests::method,
            RawRequests::spoil);

    /** The request with that number. */
    Bad get(long number) {
        var random = new SplittableRandom(seed * 1_000_003 + number);
        int way = random.nextInt(WAYS.size() + 1);
        while (true) {
            Operation operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
            Draft good = Draft.of(operation, session, faculty);
            Bad bad = way == WAYS.size() ? caller(good, random) : WAYS.get(way).apply(good, random);
            if (bad != null) {
                return bad;
            }
        }
    }

    /** Puts a forbidden value into the body. */
    private static @Nullable Bad value(Draft good, SplittableRandom random) {
        if (!Draft.takes(good.operation()).equals("application/json")) {
            return null;
        }
        return ifForbidden("value", good.body(BadBodies.wrongValue(good.body(), random)));
    }

    /** Sends a body that does not match its media type. */
    private static @Nullable Bad text(Draft good, SplittableRandom random) {
        String type = Draft.takes(good.operation());
        if (type.isEmpty()) {
            return null;
        }
        if (!type.equals("application/json")) {
            return new Bad("offer", good.body(BadBodies.noOffer(good.body(), random)));
        }
        return switch (random.nextInt(6)) {
            case 0 -> new Bad("depth", good.body(BadBodies.tooDeep(good.body(), random)));
            case 1 -> new Bad("member twice", good.body(BadBodies.twice(good.body(), random)));
            case 2 -> new Bad("UTF-8", good.body(BadBodies.badUtf8(good.body(), random)));
            case 3 -> new Bad("encoding", good.body(BadBodies.otherEncoding(good.body(), random)));
            case 4 -> new Bad("cut JSON", good.body(BadBodies.cut(good.body(), random)));
            default -> new Bad("no JSON", good.body(BadBodies.noJson(random)));
        };
    }

    /** Sends a forbidden path, query or header parameter, or an unknown id. */
    private static @Nullable Bad parameter(Draft good, SplittableRandom random) {
        List<JsonNode> parameters = Draft.parameters(good.operation());
        if (parameters.isEmpty()) {
            return null;
        }
        JsonNode parameter = parameters.get(random.nextInt(parameters.size()));
        String name = parameter.path("name").asText();
        String text = TEXTS.get(random.nextInt(TEXTS.size()));
        String encoded = text.startsWith("%") ? text : URLEncoder.encode(text, StandardCharsets.UTF_8);
        return switch (parameter.path("in").asText()) {
            case "path" -> path(good, parameter, encoded);
            case "query" -> ifForbidden("query", good.query(name + "=" + encoded));
            default ->
                text.chars().allMatch(c -> c >= ' ' && c < 127) ? ifForbidden("header", good.header(name, text)) : null;
        };
    }

    private static @Nullable Bad path(Draft good, JsonNode parameter, String text) {
        if (text.isEmpty() || text.equals("..") || text.equals("+")) {
            return null; // a different path
        }
        if (parameter.path("name").asText().equals("group")) {
            return null; // any text may name a group
        }
        String value = Draft.isSession(parameter)
                ? good.path().split("/")[4]
                : parameter.path("example").asText();
        String path = good.path().replace(value, text);
        return isUri(path) ? new Bad("path", good.path(path)) : RawRequests.path(good, path);
    }

    private static boolean isUri(String path) {
        try {
            return !URI.create("http://viva" + path).getRawPath().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static @Nullable Bad method(Draft good, SplittableRandom random) {
        String method = METHODS.get(random.nextInt(METHODS.size()));
        boolean there = OPERATIONS.stream()
                .anyMatch(o ->
                        o.path().equals(good.operation().path()) && o.method().equals(method));
        return there ? null : new Bad("method", good, method, null);
    }

    /** Sends the wrong credentials. */
    private @Nullable Bad caller(Draft good, SplittableRandom random) {
        if (!Draft.guarded(good.operation()) || Draft.forAnybody(good.operation())) {
            return null;
        }
        String[] parts = session.grant().split("\\.");
        String wrong = Draft.forFaculty(good.operation()) ? session.grant() : faculty;
        List<String> bearers = new ArrayList<>(List.of(
                "",
                "x",
                "null",
                "eyJhbGciOiJub25lIn0." + parts[1] + ".",
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + parts[1] + "." + parts[2].replaceFirst(".", parts[2].startsWith("A") ? "B" : "A"),
                parts[0] + "." + parts[1],
                session.grant() + "x",
                "x".repeat(5_000),
                other.grant()));
        if (!wrong.isEmpty() && !Draft.forBoth(good.operation())) {
            bearers.add(wrong);
        }
        String bearer = bearers.get(random.nextInt(bearers.size()));
        return switch (random.nextInt(6)) {
            case 0 -> new Bad("no credentials", good.bearer(null));
            case 1 -> new Bad("scheme", good.bearer(null).header("Authorization", "Basic " + bearer));
            case 2 -> new Bad("no scheme", good.bearer(null).header("Authorization", session.grant()));
            case 3 -> new Bad("grant in the address", good.bearer(null).query("access_token=" + session.grant()));
            default -> new Bad("grant", good.bearer(bearer));
        };
    }

    private static @Nullable Bad ifForbidden(String kind, Draft draft) {
        var headers = new TreeMap<String, List<String>>();
        draft.headers().forEach((name, value) -> headers.put(name, List.of(value)));
        URI target = isUri(draft.target()) ? URI.create("http://viva" + draft.target()) : null;
        if (target == null) {
            return RawRequests.query(draft);
        }
        var request = new Exchange.Request(
                draft.operation().method(), target, HttpHeaders.of(headers, (n, v) -> true), draft.body());
        return ExchangeCheck.get().requestFindings(request).isEmpty() ? null : new Bad(kind, draft);
    }
}
