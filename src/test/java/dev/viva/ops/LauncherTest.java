package dev.viva.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code viva}, with a java that says what it was asked. */
class LauncherTest {
    private static final String JAVA = """
            #!/bin/sh
            [ "$1" != -version ] || { echo 'openjdk version "25"' >&2; exit; }
            for word in "$@"; do echo "$word"; done
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void install() throws IOException {
        Files.copy(Path.of("viva"), folder.resolve("viva"));
        Files.createFile(folder.resolve("viva.jar"));
        Files.writeString(folder.resolve("java"), JAVA);
        for (String program : List.of("viva", "java")) {
            Files.setPosixFilePermissions(folder.resolve(program), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void setsTheJvmForASmallMachine() throws Exception {
        assertThat(asked(""))
                .contains("-XX:+UseSerialGC", "-Xms32m", "-XX:+UseCompactObjectHeaders")
                .contains("-XX:MaxNewSize=32m", "-XX:MaxHeapFreeRatio=6", "-XX:-ShrinkHeapInSteps")
                .contains("-XX:CompileThresholdScaling=4", "-XX:ReservedCodeCacheSize=18m")
                .endsWith("-jar", jar(), "check");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseG1GC", "-Xmx2g -Dx=y", "-XX:MaxRAMPercentage=50", "-Dx=y -XX:+UseZGC"})
    void whoSetsACollectorOrAHeapDecidesAlone(String options) throws Exception {
        assertThat(asked(options))
                .doesNotContain("-XX:+UseSerialGC")
                .noneMatch(word -> word.startsWith("-Xms") || word.contains("HeapFreeRatio"));
    }

    @Test
    void whoSetsTheRoomForCompiledCodeKeepsTheRest() throws Exception {
        assertThat(asked("-XX:ReservedCodeCacheSize=64m"))
                .contains("-XX:+UseSerialGC", "-XX:CompileThresholdScaling=4")
                .noneMatch(word -> word.contains("CodeCacheSize=18m"));
    }

    private String jar() throws IOException {
        return folder.toRealPath().resolve("viva.jar").toString();
    }

    /** The arguments of java with these options in the environment. */
    private List<String> asked(String options) throws Exception {
        var builder = new ProcessBuilder(folder.resolve("viva").toString(), "check").redirectErrorStream(true);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().put("JDK_JAVA_OPTIONS", options);
        builder.environment().put("VIVA_AOT", "off");
        builder.environment().put("VIVA_JAVA", folder.resolve("java").toString());
        var process = builder.start();
        var words = process.inputReader().readAllLines();
        assertThat(process.waitFor()).as("%s", words).isZero();
        return words;
    }
}
