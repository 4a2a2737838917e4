package dev.viva.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Frames;
import dev.viva.testing.Until;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines: relayed, read in all formats, followed live. */
@ContractSuite
class TranscriptSuiteTest {
    private static final String ERROR = "{\"item_id\":\"item_9\",\"detail\":\"It could not be written down.\"}";

    private final Deployment service;
    private final Api api;
    private final Api.Opened session;

    TranscriptSuiteTest(Deployment service) {
        this.service = service;
        this.api = service.api();
        this.session = api.open();
    }

    @Test
    void storesALineOnceAndRefusesOtherText() {
        assertThat(api.relay(session, "item_1", "student", "Where?").status()).isEqualTo(201);
        assertThat(api.relay(session, "item_1", "student", "Where?").status()).isEqualTo(200);
        assertThat(api.relay(session, "item_1", "student", "Goodbye").status()).isEqualTo(409);
        String partial = Api.line("item_2", "student", "Hel").replace("\"is_final\":true", "\"is_final\":false");
        assertThat(post("/transcript", partial).status()).isEqualTo(202);
    }

    @Test
    void answersABatchWithAReceiptForEachLine() {
        api.relay(session, "item_1", "student", "Where?");
        String lines = String.join(
                ",",
                Api.line("item_1", "student", "Where?"),
                Api.line("item_1", "student", "Other"),
                Api.line("item_2", "patient", "Good morning"));
        var reply = post("/transcript/batch", "{\"lines\":[" + lines + "]}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().findValuesAsText("status")).containsExactly("already_stored", "conflict", "stored");
    }

    @Test
    void acceptsAReportOfAFailedTranscription() {
        assertThat(post("/transcript/errors", ERROR).status()).isEqualTo(202);
    }

    @Test
    void pagesThroughTheTurns() {
        for (int i = 0; i < 3; i++) {
            api.relay(session, "item_" + i, "student", "Line " + i);
        }
        var first = api.get(session.path("/turns?limit=2"), session.grant());
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("Link")).contains("rel=\"next\"");
        String next = first.header("Link").replaceAll(".*<([^>]*)>.*", "$1");
        var second = api.get(next, session.grant());
        assertThat(second.json().path("turns")).hasSize(1);
        assertThat(second.header("Link")).isEmpty();
        assertThat(api.get(session.path("/turns?after_seq=1&limit=1"), session.grant())
                        .header("Link"))
                .contains("after_seq=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/html", "text/plain"})
    void negotiatesTheTranscriptFormat(String type) {
        api.relay(session, "item_1", "student", "Where?");
        var reply = api.send("GET", session.path("/transcript"), session.grant(), null, Map.of("Accept", type));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).startsWith(type);
    }

    @Test
    void streamsStoredEvents() {
        service.withoutProxy("it gives a stream once that is over");
        api.relay(session, "item_1", "student", "Where?");
        try (var frames = new Frames(api.stream(session, Map.of()).body())) {
            post("/phase", "{\"phase\":\"objective\"}");
            post("/transcript/errors", ERROR);
            api.send("POST", session.path("/end"), session.grant(), null, Map.of());
            assertThat(frames.next(4))
                    .extracting(Frames.Frame::event)
                    .isEqualTo(List.of("turn", "phase", "transcript_error", "ended"));
        }
        try (var ahead =
                new Frames(api.stream(session, Map.of("Last-Event-ID", "900")).body())) {
            assertThat(ahead.next().event()).isEqualTo("gap");
        }
    }

    @Test
    void closedSessionRefusesLinesAndEndsStreams() {
        api.relay(session, "item_1", "student", "Where?");
        var clock = service.clock();
        api.send("POST", session.path("/end"), session.grant(), null, Map.of());
        clock.advance(Duration.ofSeconds(11));
        try (var frames = new Frames(api.stream(session, Map.of()).body())) {
            assertThat(frames.next(3)).extracting(Frames.Frame::event).endsWith("ended", "closed");
        }
        Until.isTrue(
                "it is closed",
                () -> api.get(session.path(""), session.grant())
                        .json()
                        .path("state")
                        .asText()
                        .equals("closed"));

        assertThat(api.get(session.path("/events?after_seq=3"), session.grant()).status())
                .isEqualTo(204);
        assertThat(api.relay(session, "item_2", "student", "Too late").status()).isEqualTo(409);
        assertThat(post("/transcript/errors", ERROR).status()).isEqualTo(409);
        assertThat(post("/transcript/batch", "{\"lines\":[" + Api.line("item_3", "student", "When?") + "]}")
                        .json()
                        .at("/results/0/status")
                        .asText())
                .isEqualTo("session_ended");
    }

    private Api.Reply post(String rest, String body) {
        return api.post(session.path(rest), session.grant(), body);
    }
}
