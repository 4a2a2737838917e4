package dev.viva.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.fault.FaultyServer;
import dev.viva.fault.KilledServerTest;
import dev.viva.testing.Deployment;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The encounters of {@link KilledServerTest} on several replicas: each request goes to a random one, and the answers of
 * one must be true at all others. Two replicas are killed once (kill -9) and restarted, Redis is out for a time, the
 * database fails and clients hang up.
 */
class ReplicaHistoryTest {
    private static final int SESSIONS = Integer.getInteger("viva.history.sessions", 16);
    private static final int REPLICAS = Integer.getInteger("viva.history.replicas", 3);
    private static final long SEED = Long.getLong("viva.history.seed", 1);

    @TempDir
    Path folder;

    @Test
    void keepsEveryPromiseAcrossReplicasDuringKillsAndARedisOutage() throws Exception {
        try (var replicas = new Deployment(
                        folder,
                        REPLICAS,
                        (number, port, shared) ->
                                FaultyServer.launchReplica(folder, port, SEED * 31 + number, shared));
                var encounters = new PlayedEncounters(new HttpEncounterClient(replicas.urls(), SEED), SESSIONS, SEED)) {
            boolean mayStopRedis = replicas.redis().isOurs();
            encounters.until(1, 5);
            replicas.kill(0);
            encounters.until(2, 5);
            if (mayStopRedis) {
                replicas.redis().stop();
            }
            replicas.launchDead();
            encounters.until(3, 5);
            replicas.awaitAll();
            replicas.kill(1);
            if (mayStopRedis) {
                replicas.redis().startAgain();
            }
            encounters.until(4, 5);
            replicas.heal();

            System.out.printf("seed %d, %d replicas: ", SEED, REPLICAS);
            assertThat(encounters.check(replicas.database())).as("seed " + SEED).isEmpty();
        }
    }
}
