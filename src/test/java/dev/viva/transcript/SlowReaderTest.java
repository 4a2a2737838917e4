package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Frames;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowReaderTest {
    /** The longest line of the contract, in characters that JSON escapes by six: many of them fill all buffers. */
    private static final String LONG = "\u0001".repeat(20_000);

    /** As many as a session takes. */
    private static final int LINES = 50;

    @TempDir
    Path folder;

    @Test
    void slowReaderBlocksNobodyAndResumesWithoutAGap() throws Exception {
        try (var server = VivaServer.start(folder, new TestClock())) {
            var api = new Api(server.url());
            var session = api.open();
            try (var slow = open(server.url(), session);
                    var quick = new Frames(api.stream(session, Map.of()).body())) {
                api.relay(session, "item_1", "student", "Where?");
                long seen = firstId(slow); // it stops reading here
                var quickly = new ArrayList<>(List.of(quick.next().id()));

                for (int i = 2; i <= LINES; i++) {
                    assertThat(api.relay(session, "item_" + i, "patient", LONG).status())
                            .isEqualTo(201);
                    quickly.add(quick.next().id());
                }

                assertThat(quickly).isEqualTo(ids(1));
                try (var again = new Frames(
                        api.stream(session, Map.of("Last-Event-ID", "" + seen)).body())) {
                    assertThat(again.next(LINES - 1))
                            .extracting(Frames.Frame::id)
                            .isEqualTo(ids(2));
                }
            }
        }
    }

    @Test
    void readerResumesAfterAStop() {
        var clock = new TestClock();
        Api.Opened session;
        try (var server = VivaServer.start(folder, clock, "server.shutdownGracePeriod", "60s")) {
            var api = new Api(server.url());
            session = api.open();
            api.relay(session, "item_1", "student", "Where?");
            try (var lines = api.stream(session, Map.of()).body()) {
                var reading = lines.iterator();
                String line = "";
                while (!line.startsWith("data: ")) {
                    line = reading.next();
                }
                server.close();
                var rest = new StringBuilder();
                reading.forEachRemaining(text -> rest.append(text).append('\n'));
                assertThat(rest.toString())
                        .containsPattern("retry: [0-9]{4,5}\n")
                        .doesNotContain("data:");
            }
        }
        try (var server = VivaServer.start(folder, clock)) {
            var api = new Api(server.url());
            try (var frames =
                    new Frames(api.stream(session, Map.of("Last-Event-ID", "1")).body())) {
                api.relay(session, "item_2", "patient", "Good morning");
                assertThat(frames.next().id()).isEqualTo("2");
            }
        }
    }

    private static List<String> ids(int from) {
        return IntStream.rangeClosed(from, LINES).mapToObj(String::valueOf).toList();
    }

    /** Requests a stream on a socket with a small buffer. */
    private static Socket open(URI url, Api.Opened session) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
        String request = "GET %s HTTP/1.1\r\nHost: viva\r\nAuthorization: Bearer %s\r\n\r\n"
                .formatted(session.path("/events"), session.grant());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static long firstId(Socket socket) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        String line = "";
        while (!line.startsWith("id: ")) {
            line = reader.readLine();
        }
        return Long.parseLong(line.substring(4));
    }
}
