package dev.viva.typed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.Frames;
import dev.viva.testing.Offer;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A typed encounter: no voice call, no media, one answer for every line. */
@Timeout(120)
class TypedEncounterTest {
    private static final String KEY = "key-of-the-simulator-in-tests";
    private static final String QUESTION = "When did the pain in your knee begin?";

    @TempDir
    static Path data;

    private static final Map<Engine, VivaServer> SERVERS = new EnumMap<>(Engine.class);

    @BeforeAll
    static void start() throws Exception {
        for (Engine engine : Engine.values()) {
            Path folder = Files.createDirectory(data.resolve(engine.name()));
            SERVERS.put(
                    engine,
                    VivaServer.start(
                            engine, folder, new TestClock(), "simulator.key", KEY, "simulator.answer_delay", "0ms"));
        }
    }

    @AfterAll
    static void stop() {
        SERVERS.values().forEach(VivaServer::close);
    }

    private static Api api(Engine engine) {
        return new Api(Objects.requireNonNull(SERVERS.get(engine)).url());
    }

    @ParameterizedTest
    @EnumSource
    void patientAnswersOnTheEventStream(Engine engine) {
        Api api = api(engine);
        var session = api.open();
        try (var frames = new Frames(api.stream(session, Map.of()).body())) {
            var said = Typing.say(api, session, "typed-1", QUESTION);
            assertThat(said.status()).isEqualTo(201);
            String answerId = said.json().path("answer_item_id").asText();

            var question = Typing.until(frames, "turn").data().path("turn");
            assertThat(question.path("source").asText()).isEqualTo("typed");
            assertThat(Typing.until(frames, "call_started")
                            .data()
                            .at("/call/kind")
                            .asText())
                    .isEqualTo("text");
            // A stream that is behind may send them in the other order.
            var both = new HashMap<String, JsonNode>();
            while (!both.keySet().containsAll(List.of("partial", "turn"))) {
                var frame = frames.next();
                both.putIfAbsent(frame.event(), frame.data().path(frame.event()));
            }
            var partial = Objects.requireNonNull(both.get("partial"));
            assertThat(partial.path("item_id").asText()).isEqualTo(answerId);
            var answer = Objects.requireNonNull(both.get("turn"));
            assertThat(answer.path("item_id").asText()).isEqualTo(answerId);
            assertThat(answer.path("previous_item_id").asText()).isEqualTo("typed-1");
            assertThat(answer.path("source").asText()).isEqualTo("provider");
            assertThat(answer.has("unconfirmed")).isFalse();
            assertThat(answer.path("text").asText())
                    .startsWith(partial.path("text").asText());
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersSeveralLinesOneByOne(Engine engine) {
        Api api = api(engine);
        var session = api.open();
        for (String words : List.of(QUESTION, "What makes the pain worse?", "Did it swell?")) {
            assertThat(Typing.say(api, session, "typed-" + words.length(), words)
                            .status())
                    .isEqualTo(201);
        }

        List<JsonNode> turns = Typing.turns(api, session, 6);
        assertThat(Typing.speakers(turns))
                .containsExactly("student", "patient", "student", "patient", "student", "patient");
        assertThat(IntStream.of(1, 3, 5).mapToObj(i -> turns.get(i).path("text").asText()))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void storesAndAnswersARepeatedLineOnce(Engine engine) throws Exception {
        Api api = api(engine);
        var session = api.open();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var replies = IntStream.range(0, 8)
                    .mapToObj(i -> callers.submit(
                            () -> Typing.say(api, session, "typed-1", QUESTION).status()))
                    .toList();
            for (var reply : replies) {
                assertThat(reply.get()).isIn(200, 201);
            }
        }
        Typing.turns(api, session, 2);
        Until.isTrue(
                "it is answered",
                () -> Typing.say(api, session, "typed-1", QUESTION)
                        .json()
                        .path("answered")
                        .asBoolean());
        assertThat(Typing.turns(api, session)).hasSize(2);
        assertThat(events(api, session)).containsOnlyOnce("call_started");
    }

    @ParameterizedTest
    @EnumSource
    void typedAndVoiceCallsReplaceEachOther(Engine engine) {
        Api api = api(engine);
        var session = api.open();
        assertThat(Offer.call(api, session)).isEqualTo(201);
        assertThat(Typing.say(api, session, "typed-1", QUESTION).status()).isEqualTo(201);
        Typing.turns(api, session, 2);
        assertThat(Offer.call(api, session)).isEqualTo(201);

        assertThat(events(api, session).stream().filter(event -> event.startsWith("call_")))
                .containsExactly("call_started", "call_ended", "call_started", "call_ended", "call_started");
        api.send("POST", session.path("/end"), session.grant(), null, Map.of());
        assertThat(Typing.turns(api, session)).noneMatch(turn -> turn.has("unconfirmed"));
    }

    @ParameterizedTest
    @EnumSource
    void anOlderLineLeavesTheVoiceCallAlone(Engine engine) {
        Api api = api(engine);
        var session = api.open();
        try (var frames = new Frames(api.stream(session, Map.of()).body())) {
            fault(api, "{\"applies_to\":\"sideband\",\"failure\":\"unauthorized\"}");
            Typing.say(api, session, "typed-1", QUESTION);
            Typing.until(frames, "warning");
        } finally {
            fault(api, "{}");
        }
        assertThat(Offer.call(api, session)).isEqualTo(201);
        assertThat(Typing.say(api, session, "typed-1", QUESTION).status())
                .as("an outbox sends it again")
                .isEqualTo(200);
        await(engine, session, "typed-1"); // as if another replica had not come to it yet
        Until.isTrue("it is withdrawn", () -> awaiting(engine, session) == 0);

        assertThat(events(api, session).stream().filter(event -> event.startsWith("call_")))
                .containsExactly("call_started", "call_ended", "call_started");
        assertThat(Typing.turns(api, session)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aLineThatWaitedOnItsDeviceLeavesTheVoiceCallAlone(Engine engine) {
        Api api = api(engine);
        var session = api.open();
        assertThat(Offer.call(api, session)).isEqualTo(201);
        var said = Typing.say(api, session, "?latest_call=0", "typed-1", QUESTION);
        assertThat(said.status()).isEqualTo(201);
        assertThat(said.json().path("answered").asBoolean()).isFalse();

        assertThat(awaiting(engine, session)).isZero();
        assertThat(events(api, session)).containsExactly("call_started", "turn");
    }

    @Test
    void saysWhenAskingAgainDoesNotHelp() {
        Api api = api(Engine.SQLITE);
        var session = api.open();
        try (var frames = new Frames(api.stream(session, Map.of()).body())) {
            fault(api, "{\"applies_to\":\"sideband\",\"failure\":\"unauthorized\"}");
            assertThat(Typing.say(api, session, "typed-1", QUESTION).status()).isEqualTo(201);
            var warning = Typing.until(frames, "warning").data().path("warning");
            assertThat(warning.path("code").asText()).isEqualTo("patient_silent");
            assertThat(warning.path("detail").asText()).contains("asking again does not help");
            assertThat(warning.path("lasting").asBoolean()).isTrue();
            assertThat(trouble(api)).as("the operator learns of it too").isEqualTo(1);
        } finally {
            fault(api, "{}");
        }
        assertThat(Typing.say(api, session, "typed-2", QUESTION).status()).isEqualTo(201);
        Typing.turns(api, session, 3); // two questions, and the answer to the second
        assertThat(trouble(api)).isZero();
    }

    private static double trouble(Api api) {
        URI admin = Objects.requireNonNull(SERVERS.get(Engine.SQLITE)).adminUrl();
        return api.metric(admin, "viva_provider_trouble{kind=\"unauthorized\"}");
    }

    @ParameterizedTest
    @EnumSource
    void reportsAFailedAnswerAndRetriesOnTheSameLine(Engine engine) {
        Api api = api(engine);
        var session = api.open();
        try (var frames = new Frames(api.stream(session, Map.of()).body())) {
            fault(api, "{\"applies_to\":\"sideband\",\"failure\":\"server_error\"}");
            assertThat(Typing.say(api, session, "typed-1", QUESTION).status()).isEqualTo(201);
            var warning = Typing.until(frames, "warning").data().path("warning");
            assertThat(warning.path("code").asText()).isEqualTo("patient_silent");
            assertThat(warning.path("item_id").asText()).isEqualTo("typed-1");
            assertThat(warning.path("detail").asText()).contains("send it again to ask again");
            assertThat(warning.path("lasting").asBoolean(true)).isFalse();

            fault(api, "{}");
            assertThat(Typing.say(api, session, "typed-1", QUESTION).status()).isEqualTo(200);
            assertThat(Typing.speakers(Typing.turns(api, session, 2))).containsExactly("student", "patient");
        } finally {
            fault(api, "{}");
        }
    }

    @ParameterizedTest
    @EnumSource
    void endedSessionHasNoWaitingLines(Engine engine) {
        Api api = api(engine);
        var session = api.open();
        Typing.say(api, session, "typed-1", QUESTION);
        api.send("POST", session.path("/end"), session.grant(), null, Map.of());

        Until.isTrue("nothing waits", () -> awaiting(engine, session) == 0);
        Until.isTrue(
                "its conversation is closed",
                () -> !api.get("/simulator/control/calls", KEY).raw().body().isEmpty());
    }

    private static int awaiting(Engine engine, Api.Opened session) {
        return engine.jdbi(data.resolve(engine.name()))
                .withHandle(h -> h.createQuery("SELECT COUNT(*) FROM awaited_answer WHERE session_id = ?")
                        .bind(0, session.id())
                        .mapTo(Integer.class)
                        .one());
    }

    private static void await(Engine engine, Api.Opened session, String item) {
        engine.jdbi(data.resolve(engine.name())).useHandle(h -> h.execute("""
                INSERT INTO awaited_answer (session_id, item_id, seq, tries, taken_until)
                SELECT session_id, item_id, seq, 0, 0 FROM session_event
                WHERE session_id = ? AND item_id = ? AND type = 'turn'""", session.id(), item));
    }

    private static void fault(Api api, String faults) {
        api.send("PUT", "/simulator/control/faults", KEY, faults, Map.of());
    }

    private static List<String> events(Api api, Api.Opened session) {
        long last = api.get(session.path(""), session.grant())
                .json()
                .at("/transcript/last_seq")
                .asLong();
        try (var frames = new Frames(api.stream(session, Map.of()).body())) {
            return IntStream.range(0, (int) last)
                    .mapToObj(i -> frames.next().event())
                    .toList();
        }
    }
}
