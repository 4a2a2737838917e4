package dev.viva.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.viva.testing.Api;
import dev.viva.testing.LogLines;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk fills up or loses the service's files: no line is acknowledged until it can be stored. */
class LostDiskTest {
    @TempDir
    Path folder;

    @Test
    void fullDiskIsAnOutageUntilSpaceIsFreed() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString()), "only root may mount");
        try (var server = VivaServer.start(Files.createDirectory(disk.resolve("data")), new TestClock());
                var warnings = LogLines.warnings()) {
            var api = new Api(server.url());
            var session = api.open();
            assertThat(relay(api, session, 0)).isEqualTo(201);
            assertThat(up(api, server)).isEqualTo(1);

            Path filler = disk.resolve("filler");
            fill(filler);
            int[] last = {1};
            Until.isTrue("the disk is full", () -> relay(api, session, last[0]++) == 503);
            Until.isTrue("readiness says why", () -> readiness(api).contains("The disk is full."));
            assertThat(api.get("/health/ready", null).status()).isEqualTo(503);
            assertThat(up(api, server)).isZero();
            for (int i = 0; i < 20; i++) {
                relay(api, session, last[0]++);
            }

            Files.delete(filler);
            Until.isTrue(
                    "readiness recovers", () -> api.get("/health/ready", null).status() == 200);
            for (int i = 0; i < last[0]; i++) {
                assertThat(relay(api, session, i)).isIn(200, 201);
            }
            assertThat(up(api, server)).isEqualTo(1);
            assertThat(storage(warnings)).as("log messages of the outage").hasSize(2);
        } finally {
            run("umount", "--lazy", disk.toString());
        }
    }

    @Test
    void deletedFolderLosesNoAcknowledgedLine() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        try (var server = VivaServer.start(data, new TestClock());
                var warnings = LogLines.warnings()) {
            var api = new Api(server.url());
            var session = api.open();
            assertThat(relay(api, session, 0)).isEqualTo(201);

            delete(data);
            for (int i = 1; i <= 10; i++) {
                assertThat(relay(api, session, i)).isEqualTo(503);
            }
            Until.isTrue("readiness says why", () -> readiness(api).contains("deleted or replaced"));
            assertThat(up(api, server)).isZero();
            assertThat(storage(warnings)).singleElement().asString().contains("start it again");
            assertThat(data).doesNotExist();
        }
    }

    private static List<String> storage(LogLines warnings) {
        return warnings.words().stream()
                .filter(line -> line.startsWith("storage:"))
                .toList();
    }

    private static int relay(Api api, Api.Opened session, int item) {
        return api.relay(session, "item_" + item, "student", "Where does it hurt? ".repeat(100))
                .status();
    }

    private static String readiness(Api api) {
        return api.get("/health/ready", null).raw().body();
    }

    private static double up(Api api, VivaServer server) {
        return api.metric(server.adminUrl(), "viva_storage_up");
    }

    private static void fill(Path file) throws IOException {
        byte[] block = new byte[4096];
        Arrays.fill(block, (byte) 1);
        try (var out = Files.newOutputStream(file)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }
}
