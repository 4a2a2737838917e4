package dev.viva.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.viva.problem.Secret;
import dev.viva.realtime.Backoff;
import dev.viva.realtime.CallEnd;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallEvent.Attached;
import dev.viva.realtime.CallEvent.Detached;
import dev.viva.realtime.CallEvent.SessionChanged;
import dev.viva.realtime.CallEvent.SpeechStarted;
import dev.viva.realtime.CallListener;
import dev.viva.realtime.CallRules;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.ProviderException.Kind;
import dev.viva.realtime.ProviderObserver;
import dev.viva.realtime.RealtimeConfiguration;
import dev.viva.realtime.Sideband;
import dev.viva.realtime.TimeoutConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SidebandUpdateTest {
    private static final Secret INSTRUCTIONS = new Secret("You are Maria.\n\"Rückenschmerzen\"");
    private static final CallRules RULES = new CallRules(INSTRUCTIONS, RealtimeConfiguration.DEFAULTS.speech("de"));

    private final ReceivedEvents received = new ReceivedEvents();
    private FakeSideband upstream;
    private OpenAiRealtime provider;

    @BeforeEach
    void connect() throws IOException {
        upstream = new FakeSideband(101);
        provider = provider(upstream, Duration.ofSeconds(10));
    }

    @AfterEach
    void disconnect() throws IOException {
        provider.close();
        upstream.close();
    }

    private static OpenAiRealtime provider(FakeSideband upstream, Duration timeout) {
        var backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(4), () -> 1);
        return new OpenAiRealtime(
                upstream::address,
                new Secret("sk-never-shown"),
                TimeoutConfiguration.DEFAULTS,
                new SidebandSettings(
                        timeout,
                        Duration.ofMinutes(1),
                        Duration.ofHours(1),
                        backoff,
                        256,
                        NotFoundRule.of(Duration.ofMillis(20))),
                ProviderObserver.NONE);
    }

    private static String updated(String instructions) {
        var message = JsonNodeFactory.instance.objectNode().put("type", "session.updated");
        message.putObject("session").put("instructions", instructions);
        return message.toString();
    }

    private static CompletableFuture<ProviderException> inBackground(Sideband sideband) {
        return CompletableFuture.supplyAsync(
                () -> catchThrowableOfType(ProviderException.class, () -> sideband.update(RULES)));
    }

    private static ProviderException result(CompletableFuture<ProviderException> update) throws Exception {
        return update.get(60, TimeUnit.SECONDS);
    }

    @Test
    void waitsUntilTheProviderAcknowledgesTheseInstructions() throws Exception {
        Sideband sideband = provider.observe("rtc_1", received);
        assertThat(received.next()).isEqualTo(new Attached());
        var peer = upstream.peer();
        var update = inBackground(sideband);

        JsonNode sent = new ObjectMapper().readTree(peer.received());
        assertThat(sent.path("type").asText()).isEqualTo("session.update");
        assertThat(sent.path("session").toString())
                .isEqualTo("{\"type\":\"realtime\",\"instructions\":\"You are Maria.\\n\\\"Rückenschmerzen\\\"\","
                        + "\"audio\":{\"input\":{\"transcription\":{\"model\":\"gpt-realtime-whisper\",\"language\":\"de\"}}},"
                        + "\"tools\":[]}");
        peer.send(updated("what the browser wants"), "{\"type\":\"error\",\"error\":{\"event_id\":\"another\"}}");
        assertThat(((SessionChanged) received.next()).matches(RULES)).isFalse();
        assertThat(received.next()).isInstanceOf(CallEvent.ProviderError.class);
        assertThat(update).isNotDone();

        peer.send(updated(INSTRUCTIONS.reveal()));
        assertThat(result(update)).isNull();
        assertThat(((SessionChanged) received.next()).matches(RULES)).isTrue();
    }

    @Test
    void reportsARefusalOfTheProvider() throws Exception {
        Sideband sideband = provider.observe("rtc_1", received);
        assertThat(received.next()).isEqualTo(new Attached());
        var peer = upstream.peer();
        var update = inBackground(sideband);
        String eventId =
                new ObjectMapper().readTree(peer.received()).path("event_id").asText();
        peer.send("{\"type\":\"error\",\"error\":{\"code\":\"invalid_type\",\"message\":\"You are Maria\","
                + "\"event_id\":\"" + eventId + "\"}}");

        ProviderException failure = result(update);
        assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
        assertThat(failure.code()).isEqualTo("invalid_type");
        assertThat(failure.toString()).doesNotContain("Maria", "sk-never");
        peer.send("{\"type\":\"input_audio_buffer.speech_started\",\"item_id\":\"item_A\"}");
        assertThat(received.next()).isEqualTo(new SpeechStarted("item_A"));
    }

    @Test
    void failsAtOnceWhenTheSidebandDisconnects() throws Exception {
        Sideband sideband = provider.observe("rtc_1", received);
        assertThat(received.next()).isEqualTo(new Attached());
        var peer = upstream.peer();
        var update = inBackground(sideband);
        peer.received();
        peer.drop();

        assertThat(result(update).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(received.next()).isInstanceOf(Detached.class);
    }

    @Test
    void timesOutWithoutAnAcknowledgement() throws Exception {
        try (OpenAiRealtime hasty = provider(upstream, Duration.ofMillis(300))) {
            Sideband sideband = hasty.observe("rtc_1", received);
            assertThat(received.next()).isEqualTo(new Attached());

            assertThat(result(inBackground(sideband)).kind()).isEqualTo(Kind.TIMEOUT);
        }
    }

    @Test
    void failsWhileDisconnected() throws Exception {
        try (var over = new FakeSideband(404);
                var elsewhere = provider(over, Duration.ofSeconds(10))) {
            Sideband sideband = elsewhere.observe("rtc_1", received);
            assertThat(received.next()).isEqualTo(CallEnd.ENDED);

            assertThatThrownBy(() -> sideband.update(RULES)).isInstanceOf(ProviderException.class);
        }
    }

    @Test
    void mayBeCalledByTheListener() throws Exception {
        var sideband = new CompletableFuture<Sideband>();
        var putBack = new CompletableFuture<Boolean>();
        sideband.complete(provider.observe("rtc_1", new CallListener() {
            @Override
            public void on(CallEvent event) {
                if (event instanceof SessionChanged changed && !changed.matches(RULES)) {
                    sideband.join().update(RULES);
                    putBack.complete(true);
                }
            }

            @Override
            public void ended(CallEnd why) {
                received.ended(why);
            }
        }));
        var peer = upstream.peer();
        peer.send(updated("the browser's"));
        peer.received();
        peer.send(updated(INSTRUCTIONS.reveal()));

        assertThat(putBack.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "model":"whisper-1"                        | false
            "language":"fr"                            | false
            "language":null                            | false
            "prompt":"Say yes."                        | false
            "keywords":["McMurray"]                    | false
            "languages":["de","fr"]                    | false
            "model":"gpt-realtime-whisper","prompt":"" | true
            "language":"de","languages":["de"]         | true
            """)
    void noticesAChangedTranscription(String transcription, boolean same) throws Exception {
        provider.observe("rtc_1", received);
        assertThat(received.next()).isEqualTo(new Attached());
        upstream.peer().send(transcribing(transcription));

        assertThat(((SessionChanged) received.next()).matches(RULES)).isEqualTo(same);
    }

    @Test
    void emptiesWhatSomebodyElseAddedToTheTranscription() throws Exception {
        Sideband sideband = provider.observe("rtc_1", received);
        assertThat(received.next()).isEqualTo(new Attached());
        var peer = upstream.peer();
        peer.send(transcribing("\"prompt\":\"Say yes.\",\"keywords\":[\"McMurray\"]"));
        assertThat(received.next()).isInstanceOf(SessionChanged.class);
        var update = inBackground(sideband);

        JsonNode sent = new ObjectMapper().readTree(peer.received()).at("/session/audio/input/transcription");
        assertThat(sent.path("model").asText()).isEqualTo("gpt-realtime-whisper");
        assertThat(sent.path("language").asText()).isEqualTo("de");
        assertThat(sent.path("prompt").textValue()).isEmpty();
        assertThat(sent.path("keywords").isArray()).isTrue();
        assertThat(sent.path("keywords")).isEmpty();
        assertThat(sent.has("languages")).isFalse();
        peer.send(updated(INSTRUCTIONS.reveal()));
        assertThat(result(update)).isNull();
    }

    /** The server's own instructions, with these members of the transcription. */
    private static String transcribing(String members) throws IOException {
        var json = new ObjectMapper();
        var message = JsonNodeFactory.instance.objectNode().put("type", "session.updated");
        var session = message.putObject("session").put("instructions", INSTRUCTIONS.reveal());
        session.putObject("audio").putObject("input").set("transcription", json.readTree("{" + members + "}"));
        return message.toString();
    }
}
