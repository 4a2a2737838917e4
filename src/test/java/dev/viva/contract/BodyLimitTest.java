package dev.viva.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @RepeatedTest(50)
    void refusesAnOversizedBodyAndKeepsTheConnection() {
        var reply = api.relay(session, "item_1", "student", "x".repeat(4 * BodyLimit.MAX_BYTES));

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.header("Connection")).isEmpty();
        assertThat(api.get(session.path(""), session.grant()).status()).isEqualTo(200);
    }

    @RepeatedTest(50)
    void refusalBeforeReadingTheBodyKeepsTheConnection() {
        var reply = api.post(session.path("/transcript"), null, Api.line("item_1", "student", "Where?"));

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("Connection")).isEmpty();
        assertThat(api.get(session.path(""), session.grant()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 200000\r\nExpect: 100-continue", "Content-Length: 2000000"})
    void closesTheConnectionInsteadOfReadingAnUnwantedBody(String head) throws Exception {
        String request = "POST %s HTTP/1.1\r\nHost: viva\r\nContent-Type: application/json\r\n%s\r\n\r\n"
                .formatted(session.path("/transcript"), head);
        var reply = RawHttp.send(server.url(), request.getBytes(StandardCharsets.US_ASCII), Duration.ofMinutes(1));

        assertThat(reply.status()).isIn(401, 413);
        assertThat(reply.headers().firstValue("Connection")).hasValue("close");
    }

    /** A Content-Length beyond int or long is a client error on every route and is not logged. */
    @ParameterizedTest
    @CsvSource({
        "GET /health/live, 3000000000, 413",
        "GET /health/live, 9223372036854775807, 413",
        "GET /health/live, 9223372036854775808, 400",
        "GET /health/live, -1, 400",
        "GET /health/live, 1x, 400",
        "GET /docs, 3000000000, 413",
        "GET /nowhere, 3000000000, 404",
        "POST /api/v1/sessions, 3000000000, 413",
        "GET /docs/assets/none.css, 3000000000, 404"
    })
    void refusesAnImpossibleContentLength(String request, String length, int status) throws Exception {
        String head = request + " HTTP/1.1\r\nHost: viva\r\nContent-Type: application/json\r\nContent-Length: " + length
                + "\r\n\r\n";
        var reply = RawHttp.send(server.url(), head.getBytes(StandardCharsets.US_ASCII), Duration.ofMinutes(1));

        assertThat(reply.status()).isEqualTo(status);
    }

    @Test
    void refusalAfterReadingTheBodyKeepsTheConnection() {
        var reply = api.post(session.path("/transcript"), session.grant(), "{\"item_id\":7}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.header("Connection")).isEmpty();
    }
}
