package dev.viva;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.LogLines;
import dev.viva.testing.RedisProcess;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import io.dropwizard.util.Duration;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpTest {
    private static final java.time.Duration LONG = java.time.Duration.ofMinutes(5);

    /** Its own: other JVMs of a run have theirs at the same time. */
    private static final String FOLDERS =
            "viva-warm-up-" + ProcessHandle.current().pid() + "-";

    @TempDir
    Path folder;

    /** Asks a service that listens and has not begun its warm-up, and reads the warm-up's log from there on. */
    private static final class Cold implements LifeCycle.Listener, AutoCloseable {
        private final CompletableFuture<Api.Reply> ready = new CompletableFuture<>();
        private final CompletableFuture<Api.Reply> live = new CompletableFuture<>();
        private final CompletableFuture<LogLines> log = new CompletableFuture<>();

        @Override
        public void lifeCycleStarting(LifeCycle starting) {
            if (starting instanceof Server server) {
                server.getConnectors()[0].addEventListener(new LifeCycle.Listener() {
                    @Override
                    public void lifeCycleStarted(LifeCycle started) {
                        ask(((ServerConnector) started).getLocalPort());
                    }
                });
            }
        }

        private void ask(int port) {
            log.complete(LogLines.of(WarmUp.class));
            var api = new Api(URI.create("http://127.0.0.1:" + port));
            ready.complete(api.get("/health/ready", null));
            live.complete(api.get("/health/live", null));
        }

        @Override
        public void close() {
            log.thenAccept(LogLines::close);
        }
    }

    @Test
    void replicaIsReadyWhenItHasPractisedAndNothingIsLeft() throws Exception {
        Set<Path> before = temporaryFolders();
        try (var redis = RedisProcess.start(folder);
                var cold = new Cold();
                var server = VivaServer.start(
                        folder,
                        new TestClock(),
                        environment -> environment.lifecycle().addEventListener(cold),
                        "warm_up",
                        "5m",
                        "redis.address",
                        redis.address(),
                        "redis.timeout",
                        "2s");
                var log = LogLines.warnings()) {
            var api = new Api(server.url());
            assertThat(cold.ready.join().status()).isEqualTo(503);
            assertThat(cold.ready.join().json().findValuesAsText("name")).contains("warm_up");
            assertThat(cold.live.join().status()).isEqualTo(200);

            Until.isTrue("it is ready", () -> api.get("/health/ready", null).status() == 200);
            assertThat(cold.log.join().words())
                    .last()
                    .asString()
                    .startsWith("warm-up: over")
                    .endsWith("lines of practice");
            assertThat(log.words()).isEmpty();
            assertThat(rows()).isEmpty();
            assertThat(redis.keys("*")).allMatch(key -> key.startsWith("viva:probe"));
            assertThat(metrics(server.adminUrl()))
                    .contains("route=\"/health/ready\"")
                    .doesNotContain("route=\"/api/");
            assertThat(temporaryFolders()).isEqualTo(before);
        }
    }

    @Test
    void endsAtItsBound() {
        var over = new CountDownLatch(1);
        var interrupted = new AtomicBoolean();
        try (var log = LogLines.of(WarmUp.class)) {
            var warmUp = new WarmUp(
                    bound -> {
                        try {
                            over.await();
                        } catch (InterruptedException e) {
                            interrupted.set(true);
                        }
                        return "";
                    },
                    java.time.Duration.ofMillis(20));
            assertThat(warmUp.isOn()).isTrue();
            warmUp.start();
            Until.isTrue("it is over", () -> !warmUp.isOn());
            assertThat(log.words()).last().asString().contains("takes traffic and is slow at first");
            Until.isTrue("the exercise is told to end", interrupted::get);
        }
    }

    @Test
    void failedOneKeepsNoReplicaOut() {
        try (var log = LogLines.of(WarmUp.class)) {
            var warmUp = new WarmUp(
                    bound -> {
                        throw new IOException("no space left");
                    },
                    LONG);
            warmUp.start();
            Until.isTrue("it is over", () -> !warmUp.isOn());
            assertThat(log.words()).last().asString().contains("warm-up: failed; the replica takes traffic");
        }
    }

    @Test
    void isOverWhenTheServiceStops() {
        var never = new CountDownLatch(1);
        var warmUp = new WarmUp(
                bound -> {
                    never.await();
                    return "";
                },
                LONG);
        warmUp.start();
        warmUp.stop();
        Until.isTrue("it is over", () -> !warmUp.isOn());
    }

    @Test
    void onlyReplicasThatHaveOthersWarmUp() {
        var config = new VivaConfiguration();
        assertThat(config.warmUp()).isZero();
        assertThat(new WarmUp(bound -> "", config.warmUp()).isOn()).isFalse();
        config.replicas = 2;
        assertThat(config.warmUp()).isEqualTo(java.time.Duration.ofSeconds(30));
        config.warmUp = Duration.seconds(0);
        assertThat(config.warmUp()).isZero();
    }

    /** The tables with a row that no start leaves, and how many. */
    private Set<String> rows() {
        return Jdbi.create("jdbc:sqlite:" + folder.resolve("viva.db")).withHandle(h -> {
            var found = new TreeSet<String>();
            for (String table : h.createQuery("SELECT name FROM sqlite_master WHERE type = 'table'")
                    .mapTo(String.class)
                    .list()) {
                int count = h.createQuery("SELECT count(*) FROM \"" + table + "\"")
                        .mapTo(Integer.class)
                        .one();
                if (count > 0
                        && !Set.of("gate", "commit_mark", "flyway_schema_history")
                                .contains(table)) {
                    found.add(table + ": " + count);
                }
            }
            return found;
        });
    }

    private static Set<Path> temporaryFolders() throws IOException {
        try (var all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(path -> path.getFileName().toString().startsWith(FOLDERS))
                    .collect(Collectors.toSet());
        }
    }

    private static String metrics(URI admin) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(admin.resolve("/metrics")).build(), BodyHandlers.ofString())
                .body();
    }
}
