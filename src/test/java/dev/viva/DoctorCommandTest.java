package dev.viva;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code viva doctor} as an operator runs it; the probes have tests of their own. */
@DisabledOnOs(OS.WINDOWS)
class DoctorCommandTest {
    private static final String GRANT_KEY = "A7h2kQ9xW4mZ8bN1vC5rT3yU6pL0sD2f";

    @TempDir
    Path folder;

    @Test
    void reportsALaptopAsWellBesideItsRunningService() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        try (var server = ServerProcess.start(folder, Map.of())) {
            int port = server.url().getPort();
            try (var doctor =
                    ServerProcess.launch(folder, port, Map.of("VIVA_GRANT_KEY", GRANT_KEY), List.of("doctor"))) {
                assertThat(doctor.exit()).as(doctor.output()).isZero();
                assertThat(doctor.output())
                        .contains("access.grant_key: [secret]", "OK    port " + port + ": is used by a running Viva.")
                        .contains("OK    database: SQLite", "OK    content: ", "0 failed")
                        .doesNotContain(GRANT_KEY, "FAIL", "\tat ");
            }
        }
    }

    @Test
    void failsOnWhatProductionRefusesAndOnWhatDoesNotAnswer() throws Exception {
        var environment = new HashMap<>(Map.of("VIVA_MODE", "production", "VIVA_REDIS_ADDRESS", "redis://127.0.0.1:1"));
        try (var doctor =
                ServerProcess.launch(folder, ServerProcess.freePort(), environment, List.of("doctor", "--quiet"))) {
            assertThat(doctor.exit()).isNotZero();
            assertThat(doctor.output())
                    .contains("FAIL  public_url: ", "FAIL  realtime.type: ", "FAIL  redis: cannot be reached")
                    .containsPattern("(?m)^[1-9]\\d* failed, \\d+ warned, \\d+ well\\.$")
                    .doesNotContain("\tat ", "data_dir: " + folder);
        }
    }

    @Test
    void failsOnAConfigurationThatCannotBeRead() throws Exception {
        Path config = Files.writeString(folder.resolve("wrong.yml"), "databse: {url: x}\n");
        try (var doctor = ServerProcess.launch(
                folder, ServerProcess.freePort(), Map.of(), List.of("doctor", config.toString()))) {
            assertThat(doctor.exit()).isNotZero();
            assertThat(doctor.output()).contains("databse").doesNotContain("\tat ");
        }
    }
}
