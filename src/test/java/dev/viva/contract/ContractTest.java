package dev.viva.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.problem.Failure;
import dev.viva.testing.Api;
import dev.viva.testing.Frames;
import dev.viva.testing.Routes;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service held against its contract: routes, and every operation's success over HTTP against its schema. */
class ContractTest {
    private static final Contract CONTRACT = Contract.load();
    private static final SchemaValidator SCHEMAS = new SchemaValidator(CONTRACT);
    private static final Set<String> EXERCISED = new HashSet<>();

    @TempDir
    static Path data;

    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = VivaServer.start(data, new TestClock());
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void invariant1ServesTheContractsRoutesAndNoOthers() {
        var declared = CONTRACT.operations().stream()
                .map(o -> o.method() + " " + o.path())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(new TreeSet<>(
                        Routes.served(server.support().getEnvironment().jersey().getResourceConfig())))
                .isEqualTo(declared);
    }

    @Test
    void invariant1ServesTheCommittedContract() throws Exception {
        byte[] committed = Files.readAllBytes(Path.of("api/openapi.yaml"));

        assertThat(api.get("/openapi.yaml", null).raw().body().getBytes(StandardCharsets.UTF_8))
                .isEqualTo(committed);
    }

    @Test
    void limitsEveryOperationOfTheApiAndNoneBesideIt() {
        assertThat(CONTRACT.operations())
                .allSatisfy(o ->
                        assertThat(o.rateLimit() != null).isEqualTo(o.path().startsWith("/api/")));
    }

    @Test
    void declaresAPageForEveryFailureItCanAnswer() {
        assertThat(Failure.values()).allSatisfy(failure -> {
            var page = api.get("/docs/problems/" + failure.code(), null);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.raw().body()).contains(failure.title());
        });
    }

    @Test
    void everyStringArrayAndNumberOfTheContractHasItsLimits() {
        var missing = new TreeSet<String>();
        CONTRACT.json().at("/components/schemas").properties().forEach(e -> limits(e.getKey(), e.getValue(), missing));

        assertThat(missing).isEmpty();
    }

    private static void limits(String at, JsonNode schema, Set<String> missing) {
        String needed = switch (schema.path("type").asText()) {
            case "string" -> "maxLength";
            case "array" -> "maxItems";
            case "integer", "number" -> "maximum";
            default -> "";
        };
        if (!needed.isEmpty() && !schema.has(needed)) {
            missing.add(at + " has no " + needed);
        }
        schema.path("properties").properties().forEach(e -> limits(at + "/" + e.getKey(), e.getValue(), missing));
        if (schema.has("items")) {
            limits(at + "/items", schema.get("items"), missing);
        }
    }

    @Test
    void examplesOfTheContractHoldAgainstTheirSchemas() {
        var findings = new TreeSet<String>();
        CONTRACT.json()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().findParents("schema").forEach(content -> {
                    String component = content.at("/schema/$ref").asText().replaceFirst(".*/", "");
                    examples(content)
                            .forEach(example -> SCHEMAS.validate(component, example)
                                    .forEach(e -> findings.add(path.getKey() + " " + component + " " + e)));
                }));

        assertThat(findings).isEmpty();
    }

    private static Stream<JsonNode> examples(JsonNode content) {
        if (!content.at("/schema/$ref").asText().startsWith("#/components/schemas/")) {
            return Stream.empty();
        }
        var several = StreamSupport.stream(content.path("examples").spliterator(), false)
                .map(e -> e.get("value"));
        return content.has("example") ? Stream.of(content.get("example")) : several;
    }

    @Test
    void everyOperationsSuccessIsWhatItsSchemaSays() throws Exception {
        catalogues();
        operations();
        encounter();

        assertThat(EXERCISED)
                .containsExactlyInAnyOrderElementsOf(CONTRACT.operations().stream()
                        .map(Contract.Operation::id)
                        .toList());
    }

    private static void catalogues() {
        check("listPersonas", api.get("/api/v1/personas", null), 200, "PersonaList");
        check("getPersona", api.get("/api/v1/personas/hana-suzuki", null), 200, "PersonaView");
        check("listScenarios", api.get("/api/v1/scenarios", null), 200, "ScenarioList");
        check("getScenario", api.get("/api/v1/scenarios/knee-after-football", null), 200, "ScenarioView");
        var voices = api.get("/api/v1/voices", null);
        check("listVoices", voices, 200, "VoiceList");
        assertThat(api.send("GET", "/api/v1/voices", null, null, Map.of("If-None-Match", voices.header("ETag")))
                        .status())
                .isEqualTo(304);
    }

    private static void operations() {
        check("liveness", api.get("/health/live", null), 200, "Liveness");
        check("readiness", api.get("/health/ready", null), 200, "Readiness");
        check("health", api.get("/health", null), 200, "Health");
        check("getVersion", api.get("/version", null), 200, "Version");
        check("getContractYaml", api.get("/openapi.yaml", null), 200, null);
        check("getContractJson", api.get("/openapi.json", null), 200, null);
        check("getSchema", api.get("/schemas/Turn.json", null), 200, null);
        check("docs", api.get("/docs", null), 200, null);
        check("listProblemDocs", api.get("/docs/problems", null), 200, null);
        check("getProblemDoc", api.get("/docs/problems/not_found", null), 200, null);
    }

    private static void encounter() throws Exception {
        var created = api.post("/api/v1/sessions", null, Api.CASE);
        check("createSession", created, 201, "CreatedSession");
        var session = new Api.Opened(
                created.json().at("/session/session_id").asText(),
                created.json().path("access_token").asText());
        String grant = session.grant();
        check("getSession", api.get(session.path(""), grant), 200, "Session");
        check("advancePhase", api.post(session.path("/phase"), grant, "{\"phase\":\"objective\"}"), 200, "Session");
        check("relayTranscript", api.relay(session, "item_1", "student", "Hello"), 201, "RelayReceipt");
        check("relayTranscript", api.relay(session, "item_1", "student", "Hello"), 200, "RelayReceipt");
        String batch = "{\"lines\":[" + Api.line("item_1", "student", "Hello") + "]}";
        check("relayTranscriptBatch", api.post(session.path("/transcript/batch"), grant, batch), 200, "BatchReceipt");
        String error = "{\"item_id\":\"item_2\",\"detail\":\"It could not be written down.\"}";
        check("reportTranscriptError", api.post(session.path("/transcript/errors"), grant, error), 202, "SessionEvent");
        check("listTurns", api.get(session.path("/turns"), grant), 200, "TurnPage");
        var json = Map.of("Accept", "application/json");
        check("getTranscript", api.send("GET", session.path("/transcript"), grant, null, json), 200, "Transcript");
        var token = api.send("POST", session.path("/voice/token"), grant, null, Map.of());
        check("mintVoiceToken", token, 201, "VoiceToken");
        byte[] offer = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"
                .getBytes(StandardCharsets.US_ASCII);
        var sdp = api.exchange(
                session.path("/voice/sdp"),
                grant,
                offer,
                Map.of(
                        "Content-Type",
                        "application/sdp",
                        "X-Rtc-Token",
                        token.json().path("rtc_token").asText()));
        assertThat(sdp.statusCode()).isEqualTo(201);
        EXERCISED.add("exchangeSdp");
        check("endSession", api.send("POST", session.path("/end"), grant, null, Map.of()), 200, "EndSummary");
        events(session);
        check("eraseSession", api.erase(session.id()), 204, null);
    }

    private static void events(Api.Opened session) {
        try (var frames = new Frames(api.stream(session, Map.of()).body())) {
            List<Frames.Frame> all = frames.next(6);
            assertThat(all)
                    .extracting(Frames.Frame::event)
                    .containsExactly("phase", "turn", "transcript_error", "call_started", "call_ended", "ended");
            assertThat(all)
                    .allSatisfy(frame -> assertThat(SCHEMAS.validate("SessionEvent", frame.data()))
                            .isEmpty());
        }
        EXERCISED.add("streamEvents");
    }

    /** Status declared, body as its component, and the headers that the contract promises for that status. */
    private static void check(String operation, Api.Reply reply, int status, @Nullable String component) {
        EXERCISED.add(operation);
        var declared = CONTRACT.operations().stream()
                .filter(o -> o.id().equals(operation))
                .findFirst()
                .orElseThrow();
        assertThat(reply.status()).as(operation).isEqualTo(status);
        assertThat(declared.statuses()).as(operation).contains(status);
        JsonNode promised = CONTRACT.json()
                .path("paths")
                .path(declared.path())
                .path(declared.method().toLowerCase(Locale.ROOT))
                .path("responses")
                .path(String.valueOf(status));
        promised.path("headers").fieldNames().forEachRemaining(name -> {
            if (!name.equals("Link")) { // only where there is another page
                assertThat(reply.header(name)).as(operation + " " + name).isNotEmpty();
            }
        });
        if (!promised.has("content")) {
            assertThat(reply.raw().body()).as(operation).isEmpty();
            return;
        }
        String media = reply.header("Content-Type").replaceFirst(";.*", "");
        assertThat(promised.path("content").has(media))
                .as(operation + " answers " + media)
                .isTrue();
        if (component != null) {
            assertThat(SCHEMAS.validate(component, reply.json())).as(operation).isEmpty();
        }
    }
}
