package dev.viva.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BodyLimitTest {
    @TempDir
    static Path data;

    private static VivaServer server;
    private static Api api;
    private static Api.Opened session;

    @BeforeAll
    static void start() {
        server = VivaServer.start(data, new TestClock());
        api = new Api(server.url());
        session = api.open();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void refusesABodyOverTheLimit() {
        var reply = api.relay(session, "item_1", "student", "x".repeat(BodyLimit.MAX_BYTES));

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.header("Connection")).isEqualTo("close");
    }

    @RepeatedTest(50)
    void aRefusalBeforeTheBodyWasReadSaysThatItsConnectionEnds() {
        var reply = api.post(session.path("/transcript"), null, Api.line("item_1", "student", "Hello"));

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("Connection")).isEqualTo("close");
        assertThat(api.get(session.path(""), session.grant()).status()).isEqualTo(200);
    }

    @Test
    void aRefusalOfWhatWasReadKeepsItsConnection() {
        var reply = api.post(session.path("/transcript"), session.grant(), "{\"item_id\":7}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.header("Connection")).isEmpty();
    }
}
