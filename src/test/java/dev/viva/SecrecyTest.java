package dev.viva;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class SecrecyTest {
    private static final String WORDS = "My landlord must never hear of this knee";
    private static final String OFFER_MARK = "a=ice-pwd:OfferPasswordThatNobodyLogs";

    @Test
    void invariant8NoTranscriptTextReachesLogsOrMetrics(@TempDir Path data) {
        var log = new CapturedLog();
        try (var server = VivaServer.start(data, new TestClock(), "realtime.voice", "marin")) {
            log.attach();
            log.detail();
            assertNothingShown(server, log);
        } finally {
            log.detach();
        }
    }

    /** Level ALL shows everything of Viva's own loggers, but nothing of requests from other loggers. */
    @Test
    void invariant8NoTranscriptTextReachesLogsAtLevelAll(@TempDir Path data) {
        var log = new CapturedLog();
        String[] all = {"logging.level", "ALL", "logging.loggers.org\\.eclipse\\.jetty", "ALL"};
        try (var server = VivaServer.start(data, new TestClock(), all)) {
            log.attach();
            assertThat(LoggerFactory.getLogger("org.eclipse.jetty.server").isDebugEnabled())
                    .isFalse();
            assertThat(LoggerFactory.getLogger("org.glassfish.jersey").isDebugEnabled())
                    .isFalse();
            assertNothingShown(server, log);
        } finally {
            log.detach();
        }
    }

    private static void assertNothingShown(VivaServer server, CapturedLog log) {
        var api = new Api(server.url());
        var session = api.open();
        api.relay(session, "item_1", "student", WORDS);
        api.relay(session, "item_1", "student", WORDS + " again"); // a conflict
        api.post(session.path("/transcript"), session.grant(), "{\"text\":\"" + WORDS); // malformed
        String token = mint(api, session);
        connect(api, session, token);
        connect(api, session, token); // used up
        api.send("POST", session.path("/end"), session.grant(), null, Map.of());
        api.erase(session.id());
        String metrics = new Api(server.adminUrl()).get("/metrics", null).raw().body();

        assertThat(log.lines()).anySatisfy(line -> assertThat(line).contains("/api/v1/sessions/{session_id}"));
        assertThat(log.text() + metrics)
                .doesNotContain(WORDS, session.grant(), Api.FACULTY, token, OFFER_MARK, session.id(), "Case reference");
    }

    private static String mint(Api api, Api.Opened session) {
        return api.send("POST", session.path("/voice/token"), session.grant(), null, Map.of())
                .json()
                .path("rtc_token")
                .asText();
    }

    private static void connect(Api api, Api.Opened session, String token) {
        byte[] offer = ("v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n" + OFFER_MARK + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        api.exchange(
                session.path("/voice/sdp"),
                session.grant(),
                offer,
                Map.of("Content-Type", "application/sdp", "X-Rtc-Token", token));
    }
}
