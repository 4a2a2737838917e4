package dev.viva.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.viva.contract.Contract;
import dev.viva.contract.Contract.Operation;
import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation of the contract, for every kind of caller, on an own, ended, foreign, unknown and erased session. The
 * expected statuses stand in {@code authorization.tsv}; an operation that is not there fails.
 */
class AuthorizationMatrixTest {
    private static final String UNKNOWN = "ses_0000000000000000000000";
    private static final String KEY = "the-grant-key-of-the-authorization-matrix-alone";
    private static final Contract CONTRACT = Contract.load();
    private static final TestClock CLOCK = new TestClock();
    private static final Map<String, Map<String, String>> EXPECTED = table();

    @TempDir
    static Path data;

    private static VivaServer server;
    private static Api api;
    private static int cells;

    @BeforeAll
    static void start() {
        server = VivaServer.start(data, CLOCK, "access.grant_key", KEY);
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
        assertThat(cells).as("cells of the matrix").isGreaterThan(400);
    }

    static Stream<Operation> operations() {
        return CONTRACT.operations().stream();
    }

    static Stream<Operation> operationsWithACredential() {
        return operations().filter(operation -> expected(operation, "nobody").equals("401"));
    }

    @Test
    void theTableNamesExactlyTheOperationsOfTheContract() {
        assertThat(EXPECTED.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        operations().map(Operation::id).toList());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void answersEveryCallerAsTheTableSays(Operation operation) {
        check(operation, "nobody", session -> null);
        check(operation, "student", Api.Opened::grant);
        check(operation, "ended", AuthorizationMatrixTest::endedLongAgo);
        check(operation, "observer", AuthorizationMatrixTest::observer);
        check(operation, "faculty", session -> Api.FACULTY);
    }

    @ParameterizedTest
    @MethodSource("operationsWithACredential")
    void refusesEveryInvalidCredential(Operation operation) throws Exception {
        var session = api.open();
        for (var credential : invalid(session).entrySet()) {
            assertThat(status(operation, session.id(), credential.getValue()))
                    .as(operation.id() + " with " + credential.getKey())
                    .isEqualTo(401);
        }
        for (String header : List.of("Basic dXNlcjpwYXNz", "Bearer", "bearer  ", Api.FACULTY)) {
            var reply = api.send(
                    operation.method(),
                    path(operation, session.id()),
                    null,
                    body(operation),
                    headers(operation, Map.of("Authorization", header)));
            assertThat(reply.status()).as(operation.id() + " with " + header).isEqualTo(401);
            cells++;
        }
    }

    @ParameterizedTest
    @MethodSource("operationsWithACredential")
    void hidesForeignUnknownAndErasedSessions(Operation operation) {
        if (!operation.path().contains("{session_id}")) {
            return;
        }
        var own = api.open();
        var foreign = api.open();
        var erased = api.open();
        assertThat(api.erase(erased.id()).status()).isEqualTo(204);

        assertThat(status(operation, foreign.id(), own.grant())).isEqualTo(404);
        assertThat(status(operation, foreign.id(), observer(own))).isEqualTo(404);
        assertThat(status(operation, UNKNOWN, own.grant())).isEqualTo(404);
        boolean erasing = operation.id().equals("eraseSession");
        boolean forbidden = expected(operation, "faculty").equals("403");
        assertThat(status(operation, UNKNOWN, Api.FACULTY)).isEqualTo(forbidden ? 403 : 404);
        assertThat(status(operation, erased.id(), Api.FACULTY)).isEqualTo(erasing ? 204 : forbidden ? 403 : 404);
        boolean forFaculty = expected(operation, "student").equals("403");
        assertThat(status(operation, erased.id(), erased.grant())).isEqualTo(forFaculty ? 403 : 404);
    }

    private static void check(Operation operation, String caller, Function<Api.Opened, @Nullable String> credential) {
        var session = api.open();
        String bearer = credential.apply(session);
        int status = status(operation, session.id(), bearer);
        String expected = expected(operation, caller);
        if (expected.equals("ok")) {
            assertThat(status).as(operation.id() + " as " + caller).isBetween(200, 299);
        } else {
            assertThat(status).as(operation.id() + " as " + caller).isEqualTo(Integer.parseInt(expected));
        }
    }

    private static String endedLongAgo(Api.Opened session) {
        api.post(session.path("/end"), session.grant(), "");
        CLOCK.advance(Duration.ofSeconds(11));
        return session.grant();
    }

    private static String observer(Api.Opened session) {
        return api.post(session.path("/grants"), session.grant(), "{\"minutes\":60}")
                .json()
                .path("access_token")
                .asText();
    }

    /** Credentials that look like grants of the session and are none. */
    private static Map<String, String> invalid(Api.Opened session) throws Exception {
        String[] parts = session.grant().split("\\.", -1);
        var found = new LinkedHashMap<String, String>();
        found.put("garbage", "not.a.grant");
        found.put(
                "a signature cut short",
                session.grant().substring(0, session.grant().length() - 1));
        found.put("another key", signed("o".repeat(48), claims(session)));
        found.put("the public name of the key", signed("viva".repeat(12), claims(session)));
        found.put("no algorithm", new PlainJWT(claims(session).build()).serialize());
        found.put("an empty signature", parts[0] + "." + parts[1] + ".");
        found.put("another audience", signed(KEY, claims(session).audience("others")));
        found.put("two audiences", signed(KEY, claims(session).audience(List.of("viva", "viva-observer"))));
        found.put("no subject", signed(KEY, claims(session).subject(null)));
        found.put("no expiry", signed(KEY, claims(session).expirationTime(null)));
        found.put("expired", signed(KEY, claims(session).expirationTime(date(Duration.ofSeconds(-1)))));
        found.put("not yet valid", signed(KEY, claims(session).notBeforeTime(date(Duration.ofMinutes(2)))));
        found.put("issued in the future", signed(KEY, claims(session).issueTime(date(Duration.ofMinutes(2)))));
        found.put("another form of the same signature", withOtherLastBits(session.grant()));
        found.put("white space inside", session.grant().replaceFirst("\\.", ". "));
        return found;
    }

    private static JWTClaimsSet.Builder claims(Api.Opened session) {
        return new JWTClaimsSet.Builder()
                .subject(session.id())
                .audience("viva")
                .issueTime(date(Duration.ZERO))
                .expirationTime(date(Duration.ofHours(1)));
    }

    private static Date date(Duration fromNow) {
        Instant time = CLOCK.instant().plus(fromNow);
        return Date.from(time);
    }

    private static String signed(String key, JWTClaimsSet.Builder claims) throws Exception {
        var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
        jwt.sign(new MACSigner(key.getBytes(StandardCharsets.UTF_8)));
        return jwt.serialize();
    }

    /** 32 bytes take 43 characters of Base64; the last of them has two bits that decoders ignore. */
    private static String withOtherLastBits(String token) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        char last = token.charAt(token.length() - 1);
        String altered = token.substring(0, token.length() - 1) + alphabet.charAt(alphabet.indexOf(last) + 1);
        byte[] one = Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));
        byte[] other = Base64.getUrlDecoder().decode(altered.substring(altered.lastIndexOf('.') + 1));
        assertThat(other).isEqualTo(one);
        return altered;
    }

    private static int status(Operation operation, String session, @Nullable String bearer) {
        cells++;
        if (operation.id().equals("streamEvents") && bearer != null) {
            var reply = api.stream(new Api.Opened(session, bearer), Map.of());
            reply.body().close();
            return reply.statusCode();
        }
        return api.send(
                        operation.method(),
                        path(operation, session),
                        bearer,
                        body(operation),
                        headers(operation, Map.of()))
                .status();
    }

    private static String path(Operation operation, String session) {
        return operation
                .path()
                .replace("{session_id}", session)
                .replace("{media_id}", "xray-report")
                .replace("{persona_id}", "hana-suzuki")
                .replace("{scenario_id}", "knee-after-football")
                .replace("{note_id}", "note_1")
                .replace("{rubric_id}", "communication")
                .replace("{catalog_id}", "special-tests")
                .replace("{name}", "Turn")
                .replace("{code}", "not_found");
    }

    private static Map<String, String> headers(Operation operation, Map<String, String> more) {
        var headers = new LinkedHashMap<>(more);
        switch (operation.id()) {
            case "exchangeSdp" -> headers.put("Content-Type", "application/sdp");
            default -> {
                if (body(operation) != null) {
                    headers.put("Content-Type", "application/json");
                }
            }
        }
        return headers;
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
            case "releaseDebrief" -> "{\"answers\":false}";
            case "putReflection" ->
                "{\"prompts_version\":\"1\",\"answers\":[{\"prompt_id\":\"next\",\"text\":\"Ask.\"}]}";
            case "exchangeSdp" -> "v=0\r\n";
            default -> null;
        };
    }

    private static String expected(Operation operation, String caller) {
        assertThat(EXPECTED).as("the rows of authorization.tsv").containsKey(operation.id());
        return EXPECTED.getOrDefault(operation.id(), Map.of()).getOrDefault(caller, "");
    }

    private static Map<String, Map<String, String>> table() {
        var rows = new LinkedHashMap<String, Map<String, String>>();
        List<String> head = new ArrayList<>();
        for (String line : lines()) {
            var cells = List.of(line.split("\t", -1));
            if (head.isEmpty()) {
                head.addAll(cells);
            } else {
                var row = new LinkedHashMap<String, String>();
                for (int i = 1; i < cells.size(); i++) {
                    row.put(head.get(i), cells.get(i));
                }
                rows.put(cells.getFirst(), row);
            }
        }
        return rows;
    }

    private static List<String> lines() {
        try (Stream<String> lines = Files.lines(Path.of("src/test/resources/authorization.tsv"))) {
            return lines.filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
