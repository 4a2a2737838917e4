package dev.viva.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.testing.Api;
import dev.viva.testing.Balancer;
import dev.viva.testing.Postgres;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
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
