package dev.viva.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.testing.Api;
import dev.viva.testing.Frames;
import dev.viva.testing.Postgres;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database goes away under a running service, and comes back. */
class PostgresOutageTest {
    @TempDir
    static Path folder;

    private static Postgres postgres;
    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        postgres = Postgres.own(folder);
        server = VivaServer.start(
                folder, new TestClock(), "database.url", postgres.url(), "database.connect_timeout", "1s");
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
        postgres.close();
    }

    @Test
    void saysThatItIsOutAndRecoversByItself() {
        var session = api.open();
        assertThat(api.relay(session, "before", "student", "Hello").status()).isEqualTo(201);
        assertThat(api.get("/health", null).json().path("storage").asText()).isEqualTo("postgresql");

        postgres.stop();
        var ready = api.get("/health/ready", null);
        var relayed = api.relay(session, "during", "student", "Anybody?");
        var read = api.get(session.path("/turns"), session.grant());
        assertThat(ready.status()).isEqualTo(503);
        assertThat(relayed.status()).isEqualTo(503);
        assertThat(relayed.json().path("code").asText()).isEqualTo("storage_unavailable");
        assertThat(relayed.header("Retry-After")).isNotEmpty();
        assertThat(read.status()).isEqualTo(503);
        assertThat(read.json().path("code").asText()).isEqualTo("storage_unavailable");
        assertThat(api.get("/health/live", null).status()).isEqualTo(200);
        assertThat(api.get("/health", null).json().path("status").asText()).isEqualTo("down");

        postgres.start();
        Until.holds("it is ready again", () -> api.get("/health/ready", null).status() == 200);
        Until.holds(
                "it stores again",
                () -> api.relay(session, "during", "student", "Anybody?").status() < 300);
        assertThat(texts(session)).containsExactly("Hello", "Anybody?");
    }

    @Test
    void invariant2AcknowledgesNothingThatAnOutageTakesAway() throws Exception {
        var session = api.open();
        var acknowledged = new ConcurrentLinkedQueue<String>();
        var going = new AtomicBoolean(true);
        try (var writers = Executors.newVirtualThreadPerTaskExecutor();
                var frames = new Frames(api.stream(session, Map.of()).body())) {
            for (int w = 0; w < 4; w++) {
                int writer = w;
                writers.submit(() -> relayWhile(going, session, writer, acknowledged));
            }
            Until.holds("lines are stored", () -> acknowledged.size() > 50);
            postgres.stop();
            int before = acknowledged.size();
            postgres.start();
            Until.holds("lines are stored again", () -> acknowledged.size() > before + 50);
            going.set(false);

            var seen = new ArrayList<String>();
            Until.holds("every acknowledged line reaches the stream that was open all the time", () -> {
                seen.add(frames.next().data().at("/turn/item_id").asText());
                return seen.size() >= acknowledged.size() && seen.containsAll(acknowledged);
            });
            assertThat(seen).doesNotHaveDuplicates();
        }
        assertThat(items(session)).containsAll(acknowledged).doesNotHaveDuplicates();
    }

    private static void relayWhile(
            AtomicBoolean going, Api.Opened session, int writer, ConcurrentLinkedQueue<String> acknowledged) {
        for (int i = 0; going.get() && i < 5_000; i++) {
            String item = "w" + writer + "-" + i;
            if (api.relay(session, item, "student", "line " + item).status() < 300) {
                acknowledged.add(item);
            }
        }
    }

    private static List<String> texts(Api.Opened session) {
        return transcript(session).findValuesAsText("text");
    }

    private static List<String> items(Api.Opened session) {
        return transcript(session).findValuesAsText("item_id");
    }

    private static JsonNode transcript(Api.Opened session) {
        return api.send("GET", session.path("/transcript"), session.grant(), null, Map.of("Accept", "application/json"))
                .json()
                .path("turns");
    }
}
