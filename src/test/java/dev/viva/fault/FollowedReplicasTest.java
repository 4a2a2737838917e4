package dev.viva.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.VivaApplication;
import dev.viva.testing.Api;
import dev.viva.testing.Deployment;
import dev.viva.testing.ServerProcess;
import dev.viva.testing.Until;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A faculty member follows five live encounters on two replicas, and one replica is killed. */
class FollowedReplicasTest {
    private static final int ENCOUNTERS = 5;
    private static final int LINES = 20; // together under the limit for an address

    @TempDir
    Path folder;

    @Test
    void missesNothingAndSeesNothingTwice() throws Exception {
        try (var deployment = new Deployment(folder, 2, this::replica);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var replicas = List.of(deployment.api(0), deployment.api(1));
            var sessions = IntStream.range(0, ENCOUNTERS)
                    .mapToObj(i -> replicas.get(i % 2).open())
                    .toList();
            var killed = new CountDownLatch(1);
            var followings = IntStream.range(0, ENCOUNTERS)
                    .mapToObj(i -> new Following(replicas, i % 2, sessions.get(i)))
                    .toList();
            var following = followings.stream().<Future<?>>map(threads::submit).toList();
            var students = sessions.stream()
                    .<Future<?>>map(session -> threads.submit(() -> practise(replicas, session, killed)))
                    .toList();
            Until.isTrue(
                    "all are being followed",
                    () -> followings.stream().allMatch(one -> one.numbers().size() >= LINES / 4));

            deployment.kill(0);
            killed.countDown();

            for (Future<?> one : students) {
                one.get();
            }
            for (Future<?> one : following) {
                one.get();
            }
            for (int i = 0; i < ENCOUNTERS; i++) {
                var one = followings.get(i);
                assertThat(one.numbers())
                        .as("events of encounter %d", i)
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, one.numbers().getLast())
                                        .boxed()
                                        .toList());
                assertThat(one.items()).containsExactlyElementsOf(items());
            }
            assertThat(followings)
                    .filteredOn(one -> one.cuts() > 0)
                    .as("who followed at the killed replica")
                    .hasSize(3);
        }
    }

    private ServerProcess replica(int number, int port, Deployment.Shared shared) {
        var properties = new ArrayList<>(shared.properties());
        properties.add("-Ddw.redis.timeout=2s"); // a busy machine must not look like an outage
        properties.add("-Ddw.access.faculty_key=" + Api.FACULTY);
        return ServerProcess.launch(folder, port, VivaApplication.class, properties);
    }

    /**
     * Says each line at the replicas in turn, again until it is stored, and ends the encounter; the last lines after the
     * kill.
     */
    private static Void practise(List<Api> replicas, Api.Opened session, CountDownLatch killed)
            throws InterruptedException {
        int at = 0;
        for (String item : items()) {
            if (item.equals(items().get(LINES * 3 / 4))) {
                killed.await();
            }
            at = untilDone(replicas, at + 1, api -> api.relay(session, item, "student", "line " + item));
        }
        untilDone(replicas, at, api -> api.send("POST", session.path("/end"), session.grant(), null, Map.of()));
        return null;
    }

    private interface Request {
        Api.Reply at(Api replica);
    }

    private static int untilDone(List<Api> replicas, int first, Request request) {
        for (int at = first; ; at++) {
            try {
                assertThat(request.at(replicas.get(at % replicas.size())).status())
                        .isIn(200, 201);
                return at;
            } catch (UncheckedIOException e) {
                continue; // the other replica
            }
        }
    }

    private static List<String> items() {
        return IntStream.range(0, LINES).mapToObj(i -> "item_" + i).toList();
    }
}
