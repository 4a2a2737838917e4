package dev.viva.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reader of streams resumes where it was, and finds what a faulty service does. */
@Timeout(60)
class FollowerTest {
    private final List<String> cursors = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private List<String> replies; // each a status or a body

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            int number = cursors.size();
            cursors.add(String.valueOf(exchange.getRequestHeaders().getFirst("Last-Event-ID")));
            String reply = replies.get(Math.min(number, replies.size() - 1));
            if (reply.length() == 3) {
                exchange.sendResponseHeaders(Integer.parseInt(reply), -1);
            } else {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(reply.getBytes(StandardCharsets.UTF_8));
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Follower follow(Weather weather, String... answers) throws InterruptedException {
        replies = List.of(answers);
        var follower = Follower.of(url(), "grant", weather);
        assertThat(follower.join(Duration.ofSeconds(50))).isTrue();
        return follower;
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private static String event(int id, String type) {
        return ":\nid: %d\nevent: %s\ndata: {}\n\n".formatted(id, type);
    }

    @Test
    void resumesWhereItWas() throws InterruptedException {
        var follower = follow(Weather.UPDATE, event(1, "phase") + event(2, "phase"), event(3, "closed"));

        assertThat(follower.end(log -> log.problems(3))).isEmpty();
        assertThat(cursors).containsExactly("null", "2");
    }

    @Test
    void findsACutThatTheDayDoesNotExplain() throws InterruptedException {
        assertThat(follow(Weather.FAIR, event(1, "phase"), event(2, "closed")).end(log -> log.problems(2)))
                .containsExactly("the stream was cut after event 1: it ended");
    }

    @Test
    void mayLeaveAndComeBackByItself() throws InterruptedException {
        replies = List.of(event(1, "phase") + event(2, "phase") + event(3, "phase"), event(4, "closed"));
        var follower = Follower.restless(url(), "grant", Weather.FAIR, 1);

        assertThat(follower.join(Duration.ofSeconds(50))).isTrue();
        assertThat(follower.end(log -> List.of())).isEmpty();
    }

    @Test
    void findsEventsThatAreLostOrComeTwice() throws InterruptedException {
        assertThat(follow(Weather.UPDATE, event(1, "phase"), event(3, "closed")).end(log -> log.problems(3)))
                .isNotEmpty();
        cursors.clear();
        assertThat(follow(Weather.UPDATE, event(1, "phase"), event(1, "phase") + event(2, "closed"))
                        .end(log -> log.problems(2)))
                .isNotEmpty();
    }

    @Test
    void findsAStatusThatTheDayDoesNotExplain() throws InterruptedException {
        assertThat(follow(Weather.FAIR, "503").end(log -> log.problems(0))).containsExactly("the stream answered 503");
        cursors.clear();
        assertThat(follow(Weather.BAD, "503", event(1, "closed")).end(log -> log.problems(1)))
                .isEmpty();
        cursors.clear();
        assertThat(follow(Weather.BAD, "500").end(log -> log.problems(0))).containsExactly("the stream answered 500");
    }

    @Test
    void findsAStreamWithoutEvents() throws InterruptedException {
        assertThat(follow(Weather.FAIR, "204").hasRead()).isFalse();
        cursors.clear();
        assertThat(follow(Weather.FAIR, event(1, "closed")).hasRead()).isTrue();
    }
}
