package dev.viva.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.fault.CrashPoint.Kill;
import dev.viva.history.HistoryChecker;
import dev.viva.history.StoredEvents;
import dev.viva.testing.Api;
import dev.viva.testing.ServerProcess;
import dev.viva.testing.Until;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills the service (kill -9) at named places and restarts it on the same data. Acknowledged writes exist once, others
 * completely or not at all; a repeated request gets the right answer; the session closes, or is erased with its whole
 * log. Starting a process takes seconds, so one kill covers several sessions, each at its own place.
 */
class CrashPointTest {
    @TempDir
    static Path folder;

    private static final int PORT = ServerProcess.freePort();
    private static final int ADMIN = ServerProcess.freePort();
    private static final Map<CrashPoint, Throwable> FAILED = new HashMap<>();
    private static final Map<CrashPoint, String> SESSIONS = new HashMap<>();

    static List<CrashPoint> points() {
        return CrashPoint.all();
    }

    /** All kills of the class in one method: more than a single test may take. */
    @BeforeAll
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    static void kill() throws Exception {
        List<Interrupted> before = List.of();
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            var kills = new ArrayDeque<>(CrashPoint.kills());
            while (!kills.isEmpty()) {
                Kill kill = kills.remove();
                try (var server = FaultyServer.stopping(folder, PORT, ADMIN)) {
                    var api = new Api(server.url());
                    comeBack(before, api);
                    before = interrupt(kill, api, people);
                    server.kill();
                }
                // A transaction is bounded in time: writes that did not fit are covered by another kill.
                var missed = kill.writer().stream()
                        .filter(point -> !SESSIONS.containsKey(point))
                        .toList();
                if (!missed.isEmpty()) {
                    kills.add(new Kill(List.of(), missed));
                }
            }
            try (var server = FaultyServer.stopping(folder, PORT, ADMIN)) {
                comeBack(before, new Api(server.url()));
            }
        }
    }

    /** Blocks every operation of a kill at its place. */
    private static List<Interrupted> interrupt(Kill kill, Api api, ExecutorService people) throws IOException {
        var all = new ArrayList<Interrupted>();
        for (CrashPoint point : kill.requests()) {
            all.add(new Interrupted(point, api));
        }
        var writing =
                kill.writer().stream().map(point -> new Interrupted(point, api)).toList();
        all.forEach(one -> one.send(api, people));
        all.forEach(one -> Until.isTrue("reached " + one.point(), () -> isReached(one)));
        Path released = folder.resolve(Stops.RELEASED);
        if (kill.batch()) {
            kill.writer().forEach(point -> Interrupted.warmUp(point, api));
            Files.deleteIfExists(released);
            hold(api, people);
        }
        writing.forEach(one -> one.send(api, people));
        if (kill.batch()) {
            URI admin = URI.create("http://127.0.0.1:" + ADMIN);
            Until.isTrue("all wait", () -> api.metric(admin, "viva_commit_queue") >= writing.size());
            Files.createFile(released);
        }
        Until.isTrue("reached one of " + kill.writer(), () -> writing.stream().anyMatch(CrashPointTest::isReached));
        all.addAll(writing);
        all.stream().filter(CrashPointTest::isReached).forEach(one -> SESSIONS.put(one.point(), one.id()));
        return all;
    }

    private static void hold(Api api, ExecutorService people) {
        var session = api.open();
        String name = "hold " + session.id();
        var headers = Map.of(StopFilter.NAME, name, StopFilter.PLACE, "hold", "Content-Type", "application/json");
        people.submit(() ->
                api.send("POST", session.path("/transcript"), session.grant(), Api.line("a", "student", "x"), headers));
        Until.isTrue(name, () -> Files.exists(Stops.reached(folder, name)));
    }

    private static boolean isReached(Interrupted one) {
        return Files.exists(Stops.reached(folder, one.point().toString()));
    }

    private static void comeBack(List<Interrupted> interrupted, Api api) throws Exception {
        try (var stored = new StoredEvents("jdbc:sqlite:" + folder.resolve("viva.db"))) {
            for (Interrupted one : interrupted) {
                try {
                    one.retry(api, stored);
                    assertThat(HistoryChecker.check(stored.complete(one.history())))
                            .isEmpty();
                } catch (AssertionError | RuntimeException e) {
                    FAILED.put(one.point(), e);
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("points")
    void losesAndDuplicatesNothing(CrashPoint point) {
        assertThat(SESSIONS).containsKey(point);
        if (FAILED.containsKey(point)) {
            throw new AssertionError(point + " with " + SESSIONS.get(point), Objects.requireNonNull(FAILED.get(point)));
        }
    }
}
