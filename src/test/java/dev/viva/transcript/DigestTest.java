package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies a transcript with nothing but the contract. */
class DigestTest {
    @TempDir
    static Path data;

    private static final TestClock CLOCK = new TestClock();
    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = VivaServer.start(data, CLOCK);
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void contractExampleHasTheDigestOfTheDocumentedRule() throws Exception {
        JsonNode example =
                operation().at("/responses/200/content").get("application/json").get("example");

        assertThat(recomputed(example)).isEqualTo(example.path("digest").asText());
        assertThat(example.path("turns")).hasSize(example.path("turn_count").asInt());
    }

    @Test
    void contractProgramComputesTheDigestOfALiveTranscript() throws Exception {
        JsonNode transcript = transcript(encounter());
        String program = operation().path("description").asText().replaceFirst("(?s).*```js\n(.*?)```.*", "$1");
        Path file = data.resolve("check.cjs");
        Files.writeString(
                file, program + "console.log(digest(JSON.parse(require('node:fs').readFileSync(0, 'utf8'))));");
        Path input = Files.writeString(data.resolve("transcript.json"), transcript.toString());
        var node = new ProcessBuilder("node", file.toString())
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .start();

        assertThat(node.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .isEqualTo(transcript.path("digest").asText())
                .isEqualTo(recomputed(transcript));
    }

    @Test
    void closedTranscriptIsCompleteAndMatchesTheClosingEvent() throws Exception {
        var session = encounter();
        assertThat(transcript(session).path("complete").asBoolean()).isFalse();
        api.send("POST", session.path("/end"), session.grant(), null, Map.of());
        api.relay(session, "item_4", "student", "Late 👍");
        JsonNode inGrace = transcript(session);
        assertThat(inGrace.path("complete").asBoolean()).isFalse();
        CLOCK.advance(Duration.ofSeconds(11));
        Until.isTrue(
                "the transcript is complete",
                () -> transcript(session).path("complete").asBoolean());
        api.relay(session, "item_5", "student", "Too late");
        JsonNode closed = transcript(session);

        assertThat(closed.path("turns")).isEqualTo(inGrace.path("turns")).hasSize(4);
        assertThat(closed.path("digest").asText()).isEqualTo(recomputed(closed));
        assertThat(closed.path("last_seq").asLong())
                .as("the four lines, ended and closed")
                .isEqualTo(6);
    }

    /** Lines that arrive out of order, with characters of one to four bytes and line breaks. */
    private static Api.Opened encounter() {
        var session = api.open();
        api.relay(session, "item_2", "patient", "It is my knee.\nThe left one.");
        String first = Api.line("item_1", "student", "Große Füße 世界");
        api.post(
                session.path("/transcript"),
                session.grant(),
                first.substring(0, first.length() - 1) + ",\"started_at\":\"2026-11-02T10:00:00Z\"}");
        api.relay(session, "item_3", "student", "👍");
        return session;
    }

    /** The rule in plain Java. */
    private static String recomputed(JsonNode transcript) throws Exception {
        var all = new ByteArrayOutputStream();
        for (JsonNode turn : transcript.path("turns")) {
            byte[] text = turn.path("text").asText().getBytes(StandardCharsets.UTF_8);
            String head =
                    turn.path("item_id").asText() + "\n" + turn.path("role").asText() + "\n" + text.length + "\n";
            all.write(head.getBytes(StandardCharsets.UTF_8));
            all.write(text);
            all.write('\n');
        }
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all.toByteArray()));
    }

    private static JsonNode transcript(Api.Opened session) {
        return api.send("GET", session.path("/transcript"), session.grant(), null, Map.of("Accept", "application/json"))
                .json();
    }

    private static JsonNode operation() {
        return api.get("/openapi.json", null)
                .json()
                .path("paths")
                .path("/api/v1/sessions/{session_id}/transcript")
                .path("get");
    }
}
