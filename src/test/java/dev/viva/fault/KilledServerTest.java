package dev.viva.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.history.HistoryTest;
import dev.viva.history.HttpEncounterClient;
import dev.viva.history.PlayedEncounters;
import dev.viva.testing.ServerProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The encounters of {@link HistoryTest} over the wire, against a process that is killed (kill -9) and restarted on the
 * same data, while its database fails and clients hang up.
 */
public class KilledServerTest {
    private static final int SESSIONS = Integer.getInteger("viva.history.sessions", 12);
    private static final int KILLS = Integer.getInteger("viva.history.kills", 2);
    private static final long SEED = Long.getLong("viva.history.seed", 1);

    @TempDir
    Path folder;

    @Test
    void keepsEveryPromiseAcrossKillsAndCutConnections() throws Exception {
        int port = ServerProcess.freePort();
        var server = FaultyServer.failing(folder, port, SEED);
        var client = new HttpEncounterClient(List.of(server.url()), SEED);
        try (var encounters = new PlayedEncounters(client, SESSIONS, SEED)) {
            for (int i = 1; i <= KILLS; i++) {
                encounters.until(i, KILLS + 1);
                server.kill();
                server = FaultyServer.failing(folder, port, SEED + i);
            }
            System.out.printf("seed %d, %d kills: ", SEED, KILLS);
            assertThat(encounters.check("jdbc:sqlite:" + folder.resolve("viva.db")))
                    .as("seed " + SEED)
                    .isEmpty();
        } finally {
            server.close();
        }
    }
}
