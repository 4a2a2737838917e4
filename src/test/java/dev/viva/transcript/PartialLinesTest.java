package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Frames;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Partial lines have their own bucket, and their sender learns the number of followers. */
class PartialLinesTest {
    private static final int PARTIALS = 6;
    private static final int RELAYS = 4;

    @TempDir
    static Path data;

    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = VivaServer.start(
                data,
                new TestClock(),
                "limits.policies.partial-lines[0].limit",
                "" + PARTIALS,
                "limits.policies.partial-lines[0].per",
                "1d",
                "limits.policies.transcript-relay[0].limit",
                "" + RELAYS,
                "limits.policies.transcript-relay[0].per",
                "1d",
                "limits.policies.transcript-relay[0].key",
                "session");
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void haveTheirOwnBucket() {
        var session = api.open();
        for (int i = 1; i <= PARTIALS; i++) {
            var partial = partial(session);
            assertThat(partial.status()).isEqualTo(202);
            assertThat(partial.header("RateLimit")).startsWith("\"partial-lines\";r=" + (PARTIALS - i));
            assertThat(partial.header("RateLimit-Policy")).isEqualTo("\"partial-lines\";q=6;w=86400");
        }
        var relayed = api.relay(session, "item_1", "student", "Where?");
        assertThat(relayed.status()).isEqualTo(201);
        assertThat(relayed.header("RateLimit")).startsWith("\"transcript-relay\";r=" + (RELAYS - 1));

        var refused = partial(session);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().at("/violated-policies/0").asText()).isEqualTo("partial-lines");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
        assertThat(api.metric(server.adminUrl(), "viva_limits_refused_total{policy=\"partial-lines\"}"))
                .isPositive();
    }

    @Test
    void countRefusalsAgainstTheRelayLimit() {
        var session = api.open();
        for (int i = 0; i < PARTIALS; i++) {
            partial(session);
        }
        for (int i = 0; i < RELAYS; i++) {
            assertThat(partial(session).json().at("/violated-policies/0").asText())
                    .isEqualTo("partial-lines");
        }
        assertThat(partial(session).json().at("/violated-policies/0").asText()).isEqualTo("transcript-relay");
    }

    @Test
    void reportTheNumberOfFollowers() {
        var session = api.open();
        assertThat(partial(session).header("X-Followers")).isEqualTo("0");
        try (var own = new Frames(api.stream(session, Map.of()).body());
                var another = new Frames(api.stream(session, Map.of()).body())) {
            assertThat(partial(session).header("X-Followers")).isEqualTo("2");
        }
    }

    @Test
    void areRefusedForForeignOrErasedSessions() {
        var session = api.open();
        var other = api.open();
        assertThat(api.post(session.path("/transcript"), other.grant(), line()).status())
                .isEqualTo(404);
        assertThat(api.erase(session.id()).status()).isEqualTo(204);
        assertThat(partial(session).status()).isEqualTo(404);
    }

    private static Api.Reply partial(Api.Opened session) {
        return api.post(session.path("/transcript"), session.grant(), line());
    }

    private static String line() {
        return Api.line("item_9", "student", "Whe").replace("\"is_final\":true", "\"is_final\":false");
    }
}
