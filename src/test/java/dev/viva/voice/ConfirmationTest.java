package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Frames;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client can relay anything, so lines that the provider never reported are marked unconfirmed. */
class ConfirmationTest {
    private static final Duration MAX_REPORT_DELAY = Duration.ofSeconds(15);

    @TempDir
    static Path data;

    private static final TestClock CLOCK = new TestClock();
    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = VivaServer.start(
                data,
                CLOCK,
                "simulator.key",
                LiveCall.KEY,
                "simulator.answer_delay",
                "0ms",
                "calls.abandon_after",
                "0s",
                "calls.ended_after", // a session is closed before a call counts as ended
                "1m");
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void marksAnUnreportedLineUntilTheProviderReportsIt() {
        try (var call = LiveCall.open(server);
                var frames = new Frames(api.stream(call.session, Map.of()).body())) {
            api.relay(call.session, "item_1", "student", "When did it start?");
            CLOCK.advance(MAX_REPORT_DELAY);

            var marked = revision(frames);
            assertThat(marked.data().at("/turn/item_id").asText()).isEqualTo("item_1");
            assertThat(marked.data().at("/turn/unconfirmed").asBoolean()).isTrue();
            assertThat(marked.data().at("/turn/revised").isMissingNode()).isTrue();

            call.type("item_1", "When did it start?");
            assertThat(revision(frames).data().at("/turn/unconfirmed").isMissingNode())
                    .isTrue();
            assertThat(call.turns(2).getFirst().has("unconfirmed")).isFalse();
        }
    }

    @Test
    void doesNotMarkReportedLines() {
        try (var call = LiveCall.open(server)) {
            api.relay(call.session, "item_1", "student", "When did it start?");
            call.type("item_1", "When did it start?");
            call.turns(2);
            api.relay(call.session, "made_up", "patient", "I feel much better now.");
            CLOCK.advance(MAX_REPORT_DELAY);

            Until.isTrue(
                    "the other line is marked",
                    () -> call.turns(3).stream()
                            .anyMatch(turn -> turn.path("unconfirmed").asBoolean()));
            assertThat(call.turns(3))
                    .filteredOn(turn -> turn.path("unconfirmed").asBoolean())
                    .extracting(turn -> turn.path("item_id").asText())
                    .containsExactly("made_up");
        }
    }

    @Test
    void showsNothingOfTheCaseThatAClientInvented() {
        var session = api.open("{\"scenario_id\":\"breathless-on-stairs\",\"persona_id\":\"ruth-mensah\"}");
        String media = session.path("/media/spirometry-report");
        try (var call = LiveCall.join(server, session)) {
            api.relay(session, "made_up", "patient", "Here you are. [MEDIA:spirometry-report]");
            assertThat(api.get(media, session.grant()).status()).isEqualTo(404);
            CLOCK.advance(MAX_REPORT_DELAY);

            Until.isTrue(
                    "the line is marked",
                    () -> call.turns(1).getFirst().path("unconfirmed").asBoolean());
            assertThat(api.get(media, session.grant()).status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource({"student, When did it start?", "patient, I feel much better now."})
    void marksALineWithoutACallImmediately(String role, String words) {
        var session = api.open();
        api.relay(session, "made_up", role, words);

        var turn = api.get(session.path("/turns"), session.grant()).json().at("/turns/0");
        assertThat(turn.path("unconfirmed").asBoolean()).isTrue();
        assertThat(turn.path("seq").asInt()).isEqualTo(1);
    }

    @Test
    void marksALineOfATypedEncounterImmediately() {
        var session = api.open();
        type(session);
        api.relay(session, "made_up", "patient", "I feel much better now.");

        assertThat(unconfirmed(session)).containsExactly("made_up");
    }

    @Test
    void marksALineThatIsRelayedAfterTheCallUnlessTheProviderReportedIt() {
        try (var call = LiveCall.open(server)) {
            call.type("item_1", "When did it start?");
            call.turns(2);
            type(call.session); // replaces the voice call
            api.relay(call.session, "item_1", "student", "When did it start?");
            api.relay(call.session, "made_up", "patient", "I feel much better now.");

            assertThat(unconfirmed(call.session)).containsExactly("made_up");
        }
    }

    private static void type(Api.Opened session) {
        api.post(session.path("/say"), session.grant(), "{\"item_id\":\"typed_1\",\"text\":\"Where does it hurt?\"}");
    }

    private static List<String> unconfirmed(Api.Opened session) {
        return api.get(session.path("/turns"), session.grant())
                .json()
                .path("turns")
                .valueStream()
                .filter(turn -> turn.path("unconfirmed").asBoolean())
                .map(turn -> turn.path("item_id").asText())
                .toList();
    }

    @Test
    void unmarksAReportedLineRelayedBeforeTheCall() {
        var session = api.open();
        api.relay(session, "item_1", "student", "When did it start?");
        try (var call = LiveCall.join(server, session)) {
            call.type("item_1", "When did it start?");

            assertThat(call.turns(2)).noneMatch(turn -> turn.has("unconfirmed"));
        }
    }

    @Test
    void marksTheLastLinesAtTheEndOfTheCall() {
        try (var call = LiveCall.open(server)) {
            api.relay(call.session, "made_up", "patient", "I feel much better now.");
            api.send("POST", call.session.path("/end"), call.session.grant(), null, Map.of());

            Until.isTrue(
                    "the line is marked",
                    () -> call.turns(1).getFirst().path("unconfirmed").asBoolean());
        }
    }

    @Test
    void doesNotMarkLinesWithoutASideband(@TempDir Path folder) {
        var clock = new TestClock();
        try (var deaf = VivaServer.start(folder, clock, "simulator.key", LiveCall.KEY, "calls.sideband", "false");
                var call = LiveCall.openUnattached(deaf)) {
            var client = new Api(deaf.url());
            call.type("item_1", "When did it start?");
            client.relay(call.session, "item_1", "student", "When did it start?");
            client.relay(call.session, "item_2", "patient", "A week ago.");
            clock.advance(MAX_REPORT_DELAY.multipliedBy(2));
            client.send("POST", call.session.path("/end"), call.session.grant(), null, Map.of());

            assertThat(call.turns(2)).allSatisfy(turn -> {
                assertThat(turn.has("unconfirmed")).isFalse();
                assertThat(turn.path("source").asText()).isEqualTo("client");
            });
        }
    }

    private static Frames.Frame revision(Frames frames) {
        var frame = frames.next();
        while (!frame.event().equals("turn_revised")) {
            frame = frames.next();
        }
        return frame;
    }
}
