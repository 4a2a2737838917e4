package dev.viva.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.testing.Api;
import dev.viva.testing.Balancer;
import dev.viva.testing.Postgres;
import dev.viva.testing.ServerProcess;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped balancer configuration before two replicas; only ports and addresses differ. */
class BalancerTest {
    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private String address = "";

    @Test
    void pageDocsAndHealthSurviveAnOutage() throws Exception {
        try (var postgres = Postgres.own(folder)) {
            var one = replica(postgres);
            var two = replica(postgres);
            try (var balancer = Balancer.start(folder, "200ms", one.url(), two.url())) {
                address = balancer.url().toString();
                Until.isTrue("a replica is ready", () -> status("/health/ready") == 200);
                Until.isTrue("the page is there", () -> status("/") == 200);
                assertThat(status("/api/v1/scenarios")).isEqualTo(200);

                postgres.stop();
                Until.isTrue("no replica is ready", () -> status("/health/ready") == 503);
                assertThat(get("/").body()).contains("<!doctype html>").doesNotContain("not available");
                assertThat(status("/docs")).isEqualTo(200);
                assertThat(json(get("/health")).path("status").asText()).isEqualTo("down");
                assertThat(status("/api/v1/scenarios")).as("needs no database").isEqualTo(200);
                var refused = create();
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(json(refused).path("code").asText()).isEqualTo("storage_unavailable");
                assertThat(refused.headers().firstValue("Retry-After")).isPresent();

                postgres.start();
                Until.isTrue("a replica is ready again", () -> status("/health/ready") == 200);

                one.close();
                two.close();
                assertNobody();
                Until.isTrue(
                        "the balancer has marked all replicas down",
                        () -> get("/").body().contains("not available"));
                assertNobody();
            } finally {
                one.close();
                two.close();
            }
        }
    }

    /** Nobody takes the connections of all. The service cannot see who has them: each one comes from the balancer. */
    @Test
    void boundsTheConnectionsOfAnAddress() throws Exception {
        var nobody = URI.create("http://127.0.0.1:" + ServerProcess.freePort());
        try (var balancer = Balancer.start(folder, "200ms", nobody, nobody);
                var all = new Sockets(balancer.url().getPort())) {
            for (int i = 0; i < Balancer.PER_ADDRESS; i++) {
                all.open("127.0.0.2");
            }

            // The balancer takes them one after the other, on several threads.
            Until.isTrue("one more is refused", () -> all.answers("127.0.0.2").isEmpty());
            assertThat(all.answers("127.0.0.3")).as("another address").startsWith("HTTP/1.1 503");
            all.closeFirst();
            Until.isTrue("one is free again", () -> all.answers("127.0.0.2").startsWith("HTTP/1.1 503"));
        }
    }

    /** Connections to the balancer, from addresses of this machine. */
    private record Sockets(int port, Deque<Socket> open) implements AutoCloseable {
        private Sockets(int port) {
            this(port, new ArrayDeque<>());
        }

        private Socket connect(String from) throws IOException {
            return new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(from), 0);
        }

        private void open(String from) throws IOException {
            open.add(connect(from));
        }

        /** The status line of an answer on a further connection; empty when that is closed. */
        private String answers(String from) {
            try (var socket = connect(from)) {
                socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: viva\r\n\r\n".getBytes(US_ASCII));
                return new String(socket.getInputStream().readNBytes(12), US_ASCII);
            } catch (IOException reset) {
                return "";
            }
        }

        private void closeFirst() throws IOException {
            open.removeFirst().close();
        }

        @Override
        public void close() throws IOException {
            for (var socket : open) {
                socket.close();
            }
        }
    }

    /** Before and after the balancer has noticed. */
    private void assertNobody() throws IOException {
        var refused = create();
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(refused.headers().firstValue("Retry-After")).contains("5");
        JsonNode problem = json(refused);
        assertThat(problem.path("code").asText()).isEqualTo("unavailable");
        assertThat(problem.path("instance").asText()).isEqualTo("/api/v1/sessions");
        assertThat(problem.path("request_id").asText()).startsWith("req_");
        var page = get("/");
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(page.body()).contains("Reload this page");
    }

    private VivaServer replica(Postgres postgres) {
        return VivaServer.start(
                folder, new TestClock(), "database.url", postgres.url(), "database.connect_timeout", "1s");
    }

    private HttpResponse<String> create() {
        return send(HttpRequest.newBuilder(URI.create(address + "/api/v1/sessions"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Api.CASE)));
    }

    private HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(address + path)));
    }

    private int status(String path) {
        return get(path).statusCode();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return Until.present("the balancer listens", () -> {
            try {
                return http.send(request.build(), BodyHandlers.ofString());
            } catch (IOException notYet) {
                return null;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static JsonNode json(HttpResponse<String> reply) throws IOException {
        return new ObjectMapper().readTree(reply.body());
    }
}
