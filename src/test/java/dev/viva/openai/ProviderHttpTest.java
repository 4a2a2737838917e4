package dev.viva.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.viva.problem.Secret;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.ProviderException.Kind;
import dev.viva.testing.FakeUpstream;
import dev.viva.testing.FakeUpstream.Answer;
import dev.viva.testing.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProviderHttpTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String CREATED =
            "HTTP/1.1 201 Created\r\nLocation: /v1/realtime/calls/rtc_1\r\nContent-Length: 500\r\n\r\nv=0\r\n";

    /** A call that has begun costs money until it is hung up, and its id was there. */
    @Test
    void namesACallWhoseReplyBreaksAfterItsHead() throws Exception {
        try (var answering = Executors.newVirtualThreadPerTaskExecutor();
                var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var http = http(at(server))) {
            answering.submit(() -> answer(server, CREATED, new CountDownLatch(0)));

            var failure = failure(() -> http.send(() -> http.post("/calls"), LONG, Replies::callId));

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure.begunCall()).isEqualTo("rtc_1");
        }
    }

    @Test
    void namesACallWhoseReplyStopsAfterItsHead() throws Exception {
        var stopped = new CountDownLatch(1);
        try (var answering = Executors.newVirtualThreadPerTaskExecutor();
                var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var http = http(at(server))) {
            answering.submit(() -> answer(server, CREATED, stopped));
            var head = new CountDownLatch(1);
            try {
                var failing = answering.submit(() -> failure(() -> http.send(
                        () -> http.post("/calls").onResponseHeaders(reply -> head.countDown()),
                        LONG,
                        Replies::callId)));
                assertThat(head.await(60, TimeUnit.SECONDS)).isTrue();
                http.close();

                assertThat(failing.get(60, TimeUnit.SECONDS).begunCall()).isEqualTo("rtc_1");
            } finally {
                stopped.countDown();
            }
        }
    }

    @Test
    void knowsOfNoCallInARefusalThatBreaks() throws Exception {
        try (var answering = Executors.newVirtualThreadPerTaskExecutor();
                var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var http = http(at(server))) {
            answering.submit(() -> answer(server, CREATED.replace("201 Created", "503 No"), new CountDownLatch(0)));

            assertThat(failure(() -> http.send(() -> http.post("/calls"), LONG, Replies::callId))
                            .begunCall())
                    .isNull();
        }
    }

    /** Jetty fails all requests that wait for a connection together with the one whose connection could not be made. */
    @Test
    void sendsARequestThatNoConnectionTookOverAnother() throws Exception {
        URI closed = URI.create("http://127.0.0.1:" + ServerProcess.freePort());
        try (var upstream = new FakeUpstream(Answer.of(200, "{}"));
                var http = http(closed, upstream.address())) {
            assertThat(http.send(() -> http.post("/calls"), LONG).status()).isEqualTo(200);
            assertThat(upstream.seen()).hasSize(1);
        }
        try (var http = http(closed, closed, closed)) {
            assertThat(failure(() -> http.send(() -> http.post("/calls"), LONG)).kind())
                    .isEqualTo(Kind.UNAVAILABLE);
        }
    }

    private static ProviderException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable request) {
        return catchThrowableOfType(ProviderException.class, request);
    }

    /** @param addresses of the requests in turn; the last one repeatedly */
    private static ProviderHttp http(URI... addresses) {
        var left = new ArrayDeque<>(List.of(addresses));
        return new ProviderHttp(
                () -> Optional.ofNullable(left.size() > 1 ? left.poll() : left.peek())
                        .orElseThrow(),
                new Secret("sk-1"),
                LONG);
    }

    private static URI at(ServerSocket server) {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Answers one request with these characters, and closes its connection then. */
    private static Void answer(ServerSocket server, String reply, CountDownLatch then)
            throws IOException, InterruptedException {
        try (var connection = server.accept()) {
            RawRequest.afterHead(connection);
            connection.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
            then.await();
        }
        return null;
    }
}
