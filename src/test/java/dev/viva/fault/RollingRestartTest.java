package dev.viva.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.VivaApplication;
import dev.viva.testing.Api;
import dev.viva.testing.Balancer;
import dev.viva.testing.Deployment;
import dev.viva.testing.ServerProcess;
import dev.viva.testing.Until;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two replicas behind the shipped balancer are replaced one after the other while students talk. By hand with more:
 * {@code -Dviva.rolling.rate=400} lines a second, {@code -Dviva.rolling.warm_up=0s}.
 */
class RollingRestartTest {
    private static final int RATE = Integer.getInteger("viva.rolling.rate", 40);
    private static final String WARM_UP = System.getProperty("viva.rolling.warm_up", "3s");

    @TempDir
    Path folder;

    /** None for the first ones, which nobody waits for. */
    private String warmUp = "0s";

    @Test
    void noRequestIsRefusedAndNoLineIsLost() throws Exception {
        var replicas = new Deployment(folder, 2, this::replica);
        warmUp = WARM_UP;
        try (var balancer = Balancer.start(
                        folder,
                        "200ms",
                        replicas.urls().getFirst(),
                        replicas.urls().getLast());
                var load = new SteadyLoad(balancer.url(), RATE)) {
            var through = new Api(balancer.url());
            Until.isTrue(
                    "the balancer sends requests on",
                    () -> through.get("/health/ready", null).status() == 200);
            load.start();
            load.awaitLines(RATE);
            replicas.replace(0);
            load.awaitLines(RATE);
            replicas.replace(1);
            load.awaitLines(RATE);
            load.stop();

            assertThat(load.failures()).isEmpty();
            assertThat(load.storedLines()).isEqualTo(load.acknowledgedLines());
        } finally {
            replicas.close();
        }
    }

    private ServerProcess replica(int number, int port, Deployment.Shared shared) {
        var properties = new ArrayList<>(shared.properties());
        properties.addAll(List.of(
                "-Ddw.redis.timeout=2s", // a busy machine must not look like an outage
                "-Ddw.limits.students_per_address=10000",
                "-Ddw.drain_notice=15s", // the balancer has seen it after two checks
                "-Ddw.warm_up=" + warmUp));
        return ServerProcess.launch(folder, port, VivaApplication.class, properties);
    }
}
