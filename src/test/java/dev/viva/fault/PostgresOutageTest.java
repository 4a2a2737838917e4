package dev.viva.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.testing.Api;
import dev.viva.testing.Frames;
import dev.viva.testing.LogLines;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The database fails under a running service, and recovers. */
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
    void reportsAnOutageAndRecovers() {
        var session = api.open();
        assertThat(api.relay(session, "before", "student", "Where?").status()).isEqualTo(201);
        assertThat(api.get("/health", null).json().path("storage").asText()).isEqualTo("postgresql");

        try (var warnings = LogLines.warnings()) {
            outageAndReturn(session);
            assertThat(warnings.words())
                    .as("each component logs the outage and the recovery once")
                    .doesNotHaveDuplicates()
                    .allMatch(
                            line -> line.matches("(storage|encounter timer|log poll|call reconciler|typed lines): .*"))
                    .filteredOn(line -> line.startsWith("storage: "))
                    .hasSize(2);
        }
        assertThat(texts(session)).containsExactly("Where?", "Anybody?");
    }

    private static void outageAndReturn(Api.Opened session) {
        postgres.stop();
        var ready = api.get("/health/ready", null);
        var relayed = api.relay(session, "during", "student", "Anybody?");
        var read = api.get(session.path("/turns"), session.grant());
        assertThat(ready.status()).isEqualTo(503);
        assertRefused(relayed);
        assertRefused(read);
        assertThat(api.get("/health/live", null).status()).isEqualTo(200);
        assertThat(api.get("/health", null).json().path("status").asText()).isEqualTo("down");

        postgres.start();
        Until.isTrue("readiness recovers", () -> api.get("/health/ready", null).status() == 200);
        Until.isTrue(
                "it stores again",
                () -> api.relay(session, "during", "student", "Anybody?").status() < 300);
    }

    @Test
    void refusedLoginIsAnOutageThatSaysWhy() {
        var session = api.open();
        postgres.refusingLogins(() -> {
            Until.isTrue(
                    "readiness says why",
                    () -> api.get("/health/ready", null).json().toString().contains("The database cannot be opened."));
            assertRefused(api.relay(session, "refused", "student", "Anybody?"));
            assertRefused(api.get(session.path("/turns"), session.grant()));
        });
        Until.isTrue(
                "it stores again",
                () -> api.relay(session, "refused", "student", "Anybody?").status() < 300);
    }

    @Test
    void invariant2OutageLosesNoAcknowledgedLine() throws Exception {
        var session = api.open();
        var acknowledged = new ConcurrentLinkedQueue<String>();
        var going = new AtomicBoolean(true);
        try (var writers = Executors.newVirtualThreadPerTaskExecutor();
                var frames = new Frames(api.stream(session, Map.of()).body())) {
            for (int w = 0; w < 4; w++) {
                int writer = w;
                writers.submit(() -> relayWhile(going, session, writer, acknowledged));
            }
            Until.isTrue("lines are stored", () -> acknowledged.size() > 50);
            postgres.stop();
            int before = acknowledged.size();
            postgres.start();
            Until.isTrue("lines are stored again", () -> acknowledged.size() > before + 50);
            going.set(false);

            var seen = new ArrayList<String>();
            long begin = System.nanoTime();
            while (!seen.containsAll(acknowledged)) {
                assertThat(System.nanoTime() - begin)
                        .as("every acknowledged line reaches the stream that stayed open within a minute")
                        .isLessThan(TimeUnit.MINUTES.toNanos(1));
                seen.add(frames.next().data().at("/turn/item_id").asText());
            }
            assertThat(seen).doesNotHaveDuplicates();
        }
        assertThat(items(session)).containsAll(acknowledged).doesNotHaveDuplicates();
    }

    /** How a server becomes read-only, and how that ends. */
    enum ReadOnly {
        THE_WHOLE_SERVER(
                "ALTER SYSTEM SET default_transaction_read_only = on",
                "ALTER SYSTEM RESET default_transaction_read_only") {
            @Override
            void takesEffect(Postgres postgres) {
                postgres.execute("SELECT pg_reload_conf()");
            }
        },
        /** As after a failover: open connections lead to a stand-by; only new connections reach the primary. */
        EACH_CONNECTION_MADE_MEANWHILE(
                "ALTER ROLE postgres SET default_transaction_read_only = on",
                "ALTER ROLE postgres RESET default_transaction_read_only") {
            @Override
            void begin(Postgres postgres) {
                super.begin(postgres);
                postgres.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'viva'");
            }
        };

        private final String on;
        private final String off;

        ReadOnly(String on, String off) {
            this.on = on;
            this.off = off;
        }

        void begin(Postgres postgres) {
            postgres.execute(on);
            takesEffect(postgres);
        }

        void end(Postgres postgres) {
            postgres.execute(off);
            takesEffect(postgres);
        }

        void takesEffect(Postgres postgres) {}
    }

    @ParameterizedTest
    @EnumSource(ReadOnly.class)
    void readOnlyDatabaseIsAWriteOutageUntilWritesSucceed(ReadOnly how) {
        var session = api.open();
        api.relay(session, "before", "student", "Where?");
        assertThat(metric("up")).isEqualTo(1);
        double outages = metric("outages");

        try {
            how.begin(postgres);
            Until.isTrue("readiness says why", () -> {
                var ready = api.get("/health/ready", null);
                return ready.status() == 503 && ready.raw().body().contains("takes no writes");
            });
            for (int i = 0; i < 3; i++) {
                assertRefused(api.relay(session, "during", "student", "Anybody?"));
            }
            assertThat(api.get("/health", null).json().path("status").asText()).isEqualTo("down");
            assertThat(metric("up")).isZero();
            assertThat(metric("outages")).as("outages, not failed writes").isEqualTo(outages + 1);
            assertThat(texts(session)).as("reading still works").containsExactly("Where?");
        } finally {
            how.end(postgres);
        }

        Until.isTrue("readiness recovers", () -> api.get("/health/ready", null).status() == 200);
        Until.isTrue(
                "it stores again",
                () -> api.relay(session, "during", "student", "Anybody?").status() < 300);
        assertThat(texts(session)).containsExactly("Where?", "Anybody?");
        assertThat(metric("up")).isEqualTo(1);
    }

    private static double metric(String name) {
        return api.metric(server.adminUrl(), "viva_storage_" + name);
    }

    private static void assertRefused(Api.Reply reply) {
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.json().path("code").asText()).isEqualTo("storage_unavailable");
        assertThat(reply.header("Retry-After")).isNotEmpty();
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
