package dev.viva.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Frames;
import dev.viva.testing.Offer;
import dev.viva.testing.ServerProcess;
import dev.viva.testing.Until;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {
    @TempDir
    Path folder;

    @Test
    void invariant2KillLosesNoAcknowledgedLineAndStreamsResume() throws Exception {
        var acknowledged = new ConcurrentLinkedQueue<String>();
        var seen = new ArrayList<Long>();
        Api.Opened session;
        try (var server = ServerProcess.start(folder, Map.of())) {
            var api = new Api(server.url());
            session = api.open();
            try (var frames = new Frames(api.stream(session, Map.of()).body());
                    var writers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int w = 0; w < 3; w++) {
                    int writer = w;
                    writers.submit(() -> relayUntilCut(api, session, writer, acknowledged));
                }
                for (int i = 0; i < 30; i++) {
                    seen.add(Long.valueOf(frames.next().id()));
                }
                server.kill();
            }
        }

        try (var server = ServerProcess.start(folder, Map.of())) {
            var api = new Api(server.url());
            List<String> stored = turns(api, session);
            assertThat(stored).containsAll(acknowledged).doesNotHaveDuplicates();
            try (var frames = new Frames(api.stream(session, Map.of("Last-Event-ID", "" + seen.getLast()))
                    .body())) {
                api.relay(session, "after", "student", "Still here");
                long last = stored.size() + 1;
                while (seen.getLast() < last) {
                    seen.add(Long.valueOf(frames.next().id()));
                }
            }
            assertThat(seen)
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, stored.size() + 1L)
                            .boxed()
                            .toList());
        }
    }

    @Test
    void closesAnOverdueSessionAfterARestart() throws Exception {
        Map<String, String> environment = Map.of("VIVA_LATE_FINALS", "1s");
        Api.Opened session;
        try (var server = ServerProcess.start(folder, environment)) {
            var api = new Api(server.url());
            session = api.open();
            api.relay(session, "item_1", "student", "Where?");
            assertThat(api.send("POST", session.path("/end"), session.grant(), null, Map.of())
                            .status())
                    .isEqualTo(200);
            server.kill();
        }
        try (var server = ServerProcess.start(folder, environment)) {
            var api = new Api(server.url());
            Until.isTrue(
                    "the session is closed",
                    () -> api.get(session.path(""), session.grant())
                            .json()
                            .path("state")
                            .asText()
                            .equals("closed"));
        }
    }

    @Test
    void logsTheEndOfACallWhoseProviderStopped() throws Exception {
        Api.Opened session;
        try (var server = ServerProcess.start(folder, Map.of("VIVA_CALL_ENDED_AFTER", "1s"))) {
            var api = new Api(server.url());
            session = api.open();
            assertThat(Offer.call(api, session)).isEqualTo(201);
            server.kill();
        }
        try (var server = ServerProcess.start(folder, Map.of("VIVA_CALL_ENDED_AFTER", "1s"))) {
            var api = new Api(server.url());
            try (var frames =
                    new Frames(api.stream(session, Map.of("Last-Event-ID", "1")).body())) {
                var ended = frames.next();
                assertThat(ended.event()).isEqualTo("call_ended");
                assertThat(ended.data().at("/call/reason").asText()).isEqualTo("provider_ended");
            }
        }
    }

    private static void relayUntilCut(
            Api api, Api.Opened session, int writer, ConcurrentLinkedQueue<String> acknowledged) {
        for (int i = 0; i < 100; i++) { // under the limit for a session
            String item = "w" + writer + "-" + i;
            try {
                if (api.relay(session, item, "student", "line " + item).status() == 201) {
                    acknowledged.add(item);
                }
            } catch (UncheckedIOException cut) {
                return;
            }
        }
    }

    private static List<String> turns(Api api, Api.Opened session) {
        return api.send("GET", session.path("/transcript"), session.grant(), null, Map.of("Accept", "application/json"))
                .json()
                .path("turns")
                .findValuesAsText("item_id");
    }
}
