package dev.viva;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class SecrecyTest {
    private static final String WORDS = "My landlord must never hear of this knee";
    private static final String OFFER_MARK = "a=ice-pwd:OfferPasswordThatNobodyLogs";

    @Test
    void invariant8NothingOfAnEncounterReachesTheLogOrTheMetrics(@TempDir Path data) {
        var log = new Captured();
        try (var server = VivaServer.start(data, new TestClock(), "realtime.voice", "marin")) {
            log.attach();
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
            String metrics =
                    new Api(server.adminUrl()).get("/metrics", null).raw().body();

            assertThat(log.lines).anySatisfy(line -> assertThat(line).contains("/api/v1/sessions/{session_id}"));
            assertThat(String.join("\n", log.lines) + metrics)
                    .doesNotContain(
                            WORDS, session.grant(), Api.FACULTY, token, OFFER_MARK, session.id(), "Case reference");
        } finally {
            log.detach();
        }
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

    /** Our own loggers in full detail, everybody else's as in production. */
    private static final class Captured extends AppenderBase<ILoggingEvent> {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        private final Logger ours = (Logger) LoggerFactory.getLogger("dev.viva");

        private void attach() {
            setContext(root.getLoggerContext());
            start();
            root.setLevel(Level.INFO);
            ours.setLevel(Level.TRACE);
            root.addAppender(this);
        }

        private void detach() {
            root.detachAppender(this);
            root.setLevel(Level.ERROR);
            ours.setLevel(null);
        }

        @Override
        protected void append(ILoggingEvent event) {
            String thrown =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            lines.add(event.getFormattedMessage() + thrown);
        }
    }
}
