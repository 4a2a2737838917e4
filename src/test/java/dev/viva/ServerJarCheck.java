package dev.viva;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The production jar contains no simulator. Runs after packaging, in {@code ./mvnw verify}. */
class ServerJarCheck {
    private static final Path JAR = Path.of("target/viva-server.jar");
    private static final Path WITH_SIMULATOR = Path.of("target/viva.jar");

    private static final Pattern SIMULATOR = Pattern.compile(
            "^dev/viva/simulator/|^ai/onnxruntime/|[.]onnx$|^sentence-vectors[.]bin$|^dev/onvoid/|libwebrtc|freetts"
                    + "|^(com/sun|javax)/speech/|^org/eclipse/jetty/ee10/websocket/|^org/eclipse/jetty/websocket/(core/)?server/"
                    + "|^META-INF/services/dev\\.viva\\.realtime\\.SimulatorFactory$");

    @TempDir
    Path folder;

    @Test
    void containsNoSimulatorClasses() throws IOException {
        assertThat(entries(JAR))
                .contains("dev/viva/VivaApplication.class", "dev/viva/realtime/SimulatorFactory.class")
                .noneMatch(SIMULATOR.asPredicate());
    }

    /** Shows that the pattern of the check above matches the simulator. */
    @Test
    void findsTheSimulatorInTheJarThatContainsIt() throws IOException {
        assertThat(entries(WITH_SIMULATOR).stream()
                        .filter(SIMULATOR.asPredicate())
                        .map(name -> SIMULATOR
                                .matcher(name)
                                .results()
                                .findFirst()
                                .orElseThrow()
                                .group())
                        .distinct())
                .hasSize(13);
    }

    @Test
    void refusesToStartWithoutAKeyAndNamesIt() throws Exception {
        try (var server = ServerProcess.launch(
                JAR, folder, Map.of("VIVA_REALTIME_TYPE", "auto", "OPENAI_API_KEY", ""), "server")) {
            assertThat(server.exit()).isNotZero();
            assertThat(server.output())
                    .contains("realtime.type", "OPENAI_API_KEY", "viva.jar")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void startsWithAKeyAndWithoutSimulatorRoutes() throws Exception {
        var environment = Map.of(
                "VIVA_REALTIME_TYPE",
                "auto",
                "OPENAI_API_KEY",
                "sk-of-a-test",
                "OPENAI_BASE_URL",
                "http://127.0.0.1:9");
        try (var server = ServerProcess.launch(JAR, folder, environment, "server")) {
            server.untilReady();

            var api = new Api(server.url());
            assertThat(api.get("/health", null).raw().body()).contains("openai").doesNotContain("simulator");
            assertThat(api.get("/simulator/control/calls", null).status()).isEqualTo(404);
        }
    }

    private static List<String> entries(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            return file.stream().map(ZipEntry::getName).toList();
        }
    }
}
