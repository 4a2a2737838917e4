package dev.viva.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.TestIssuer;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 10: slow readers of long transcripts cannot use up the heap, nor keep others from reading. */
class HeldTextTest {
    /** As a page, a quotation mark takes six bytes: the transcript is longer than all socket buffers. */
    private static final String LONG = "\"".repeat(20_000);

    private static final String ADDRESS = "192.0.2.1";
    private static final TestClock CLOCK = new TestClock();
    private static final TestIssuer ISSUER = new TestIssuer(CLOCK);

    @TempDir
    static Path folder;

    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        // Longer than the test takes on a busy machine.
        var settings = Stream.of("limits.trust_proxy.hops", "1", "connections.write_timeout", "1m");
        server = VivaServer.start(
                folder,
                CLOCK,
                Stream.concat(Stream.of(ISSUER.settings()), settings).toArray(String[]::new));
        TestIssuer.untilKnownTo(server);
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
        ISSUER.close();
    }

    @Test
    void invariant10SlowReadersHoldABoundedTextAndOthersStillRead() throws Exception {
        var whole = session(50, LONG);
        var shorter = session(42, LONG);
        var brief = session(1, "Where?");
        var slow = new ArrayList<Socket>();
        for (int i = 0; i < 15; i++) {
            slow.add(read(whole));
        }
        slow.add(read(shorter)); // then 1,600 characters are left
        for (String path : List.of("/transcript", "/turns?limit=100", "/turns?after_seq=0&limit=100")) {
            assertRefused(whole.path(path), whole.grant());
        }
        assertRefused(brief.path("/debrief"), Api.FACULTY);
        assertRefused("/api/v1/me/export", whole.grant());
        assertThat(api.metric(server.adminUrl(), "viva_replies_refused")).isEqualTo(5);
        assertThat(held()).isBetween(15e6, (double) HeldText.MAX_OF_ADDRESS);
        assertThat(status(ADDRESS, brief)).isEqualTo(200);
        assertThat(status("192.0.2.2", whole)).isEqualTo(200);

        for (Socket socket : slow) {
            socket.close();
        }
        Until.isTrue("what they held is given back", () -> held() == 0);
        assertThat(status(ADDRESS, whole)).isEqualTo(200);
        assertThat(api.from(ADDRESS).get("/api/v1/me/export", whole.grant()).status())
                .isEqualTo(200);
    }

    @Test
    void boundsWhatAnAddressAndTheProcessHold() {
        var text = new HeldText(new MetricRegistry());
        var one = reply("192.0.2.1");
        var two = reply("192.0.2.2");
        var three = reply("192.0.2.3");

        assertThat(text.admit(one, HeldText.MAX_OF_ADDRESS)).isTrue();
        assertThat(text.admit(reply("192.0.2.1"), 1)).isFalse();
        assertThat(text.admit(two, HeldText.MAX_OF_ADDRESS)).isTrue();
        assertThat(text.admit(three, 1)).isFalse();
        text.release(two);
        assertThat(text.admit(three, 1)).isTrue();
    }

    @Test
    void aReplyThatIsAloneIsNeverRefused() {
        var text = new HeldText(new MetricRegistry());
        var endless = reply("192.0.2.1");

        assertThat(text.admit(endless, 2 * HeldText.MAX)).isTrue();
        assertThat(text.admit(reply("192.0.2.2"), 1)).isFalse();
        text.release(endless);
        assertThat(text.admit(reply("192.0.2.2"), 2 * HeldText.MAX)).isTrue();
    }

    private static HeldText.Reply reply(String address) {
        return new HeldText.Reply(InetAddress.ofLiteral(address));
    }

    private static Api.Opened session(int lines, String text) {
        String token = ISSUER.student("ann");
        var created = api.post("/api/v1/sessions", token, Api.CASE).json();
        var session = new Api.Opened(created.at("/session/session_id").asText(), token);
        for (int i = 0; i < lines; i++) {
            assertThat(api.relay(session, "item_" + i, "patient", text).status())
                    .isEqualTo(201);
        }
        return session;
    }

    private static void assertRefused(String path, String credential) {
        var refused = api.from(ADDRESS).get(path, credential);
        assertThat(refused.status()).as(path).isEqualTo(503);
        assertThat(refused.json().path("code").asText()).isEqualTo("overloaded");
        assertThat(refused.header("Retry-After")).isEqualTo("5");
    }

    private static int status(String address, Api.Opened session) {
        return api.from(address)
                .get(session.path("/transcript"), session.grant())
                .status();
    }

    private static double held() {
        return api.metric(server.adminUrl(), "viva_replies_held");
    }

    /** Asks for the transcript as a page, and reads only that the reply has begun. */
    private static Socket read(Api.Opened session) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(20_000);
        socket.connect(
                new InetSocketAddress(server.url().getHost(), server.url().getPort()));
        String request =
                "GET %s HTTP/1.1\r\nHost: viva\r\nAccept: text/html\r\nAuthorization: Bearer %s\r\nX-Forwarded-For: %s\r\n\r\n"
                        .formatted(session.path("/transcript"), session.grant(), ADDRESS);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                .isEqualTo("HTTP/1.1 200");
        return socket;
    }
}
