package dev.viva.typed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.VivaApplication;
import dev.viva.testing.Api;
import dev.viva.testing.Deployment;
import dev.viva.testing.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An acknowledged typed line is answered once, whichever process dies in between. */
@Timeout(120)
class KilledWhileAnsweringTest {
    private static final String KEY = "key-of-the-simulator-in-tests";
    private static final String FIRST = "When did the pain in your knee begin?";
    private static final String SECOND = "What makes the pain worse?";

    @TempDir
    Path folder;

    private ServerProcess launch(int port, String answerDelay) {
        return ServerProcess.launch(
                folder,
                port,
                VivaApplication.class,
                List.of("-Ddw.simulator.answer_delay=" + answerDelay, "-Ddw.calls.lease=3s"));
    }

    @Test
    void restartAnswersAcknowledgedLinesAfterAKill() throws Exception {
        int port = ServerProcess.freePort();
        Api.Opened session;
        try (var server = launch(port, "30s")) {
            server.untilReady();
            var api = new Api(server.url());
            session = api.open();
            assertThat(Typing.say(api, session, "typed-1", FIRST).status()).isEqualTo(201);
            assertThat(Typing.say(api, session, "typed-2", SECOND).status()).isEqualTo(201);
            server.kill();
        }
        try (var server = launch(port, "0ms")) {
            server.untilReady();
            var api = new Api(server.url());
            assertThat(Typing.speakers(Typing.turns(api, session, 4)))
                    .containsExactly("student", "patient", "student", "patient");
            assertThat(Typing.say(api, session, "typed-1", FIRST)
                            .json()
                            .path("answered")
                            .asBoolean())
                    .isTrue();
            assertThat(Typing.turns(api, session)).hasSize(4);
        }
    }

    @Test
    void survivingReplicaAnswersForAKilledOne() throws Exception {
        try (var provider = ServerProcess.launch(
                        Files.createDirectory(folder.resolve("provider")),
                        ServerProcess.freePort(),
                        VivaApplication.class,
                        List.of("-Ddw.simulator.key=" + KEY, "-Ddw.simulator.answer_delay=5s"));
                var replicas = new Deployment(folder, 2, (number, at, shared) -> {
                    var properties = new ArrayList<>(shared.properties());
                    properties.add("-Ddw.redis.timeout=2s");
                    properties.add("-Ddw.realtime.type=openai");
                    properties.add("-Ddw.realtime.api_key=" + KEY);
                    properties.add("-Ddw.realtime.base_url=" + provider.url() + "/simulator");
                    properties.add("-Ddw.calls.lease=3s");
                    return ServerProcess.launch(folder, at, VivaApplication.class, properties);
                })) {
            provider.untilReady();
            Api one = replicas.api(0);
            Api two = replicas.api(1);
            var session = one.open();
            assertThat(Typing.say(one, session, "typed-1", FIRST).status()).isEqualTo(201);
            replicas.kill(0);
            assertThat(Typing.say(two, session, "typed-2", SECOND).status()).isEqualTo(201);

            assertThat(Typing.speakers(Typing.turns(two, session, 4)))
                    .containsExactly("student", "patient", "student", "patient");
            assertThat(Typing.say(two, session, "typed-1", FIRST).status()).isEqualTo(200);
            assertThat(Typing.turns(two, session)).hasSize(4);
        }
    }
}
