package dev.viva.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code viva}, with a java that says what it was asked. */
class LauncherTest {
    /** Does not run with a mistake in its options; writes the cache that it is asked for; runs until its input ends. */
    private static final String JAVA = """
            #!/bin/sh
            case ${JDK_JAVA_OPTIONS:-} in *mistake*) echo "Unrecognized option: $JDK_JAVA_OPTIONS"; exit 1 ;; esac
            [ "$1" != -version ] || { echo 'openjdk version "25"' >&2; exit; }
            for word in "$@"; do
              echo "$word"
              case $word in -XX:AOTCacheOutput=*) [ -f "${0%java}fails" ] || echo cache >"${word#*=}"; cache=yes ;; esac
            done
            [ -z "${cache:-}" ] || { echo "Page http://127.0.0.1:9/"; exec tail -f /dev/null; }
            exec cat >/dev/null
            """;
    /** Waits for what is written to the pipe. */
    private static final String SLEEP = "#!/bin/sh\ncat \"${0%sleep}half-a-minute\" >/dev/null\n";

    /** Notes what would run. */
    private static final String NICE = "#!/bin/sh\necho \"$@\" >\"${0%nice}prepared\"\n";

    @TempDir
    Path parent;

    private Path folder;

    @BeforeEach
    void install() throws IOException {
        folder = Files.createDirectory(parent.resolve("a * place"));
        Files.copy(Path.of("viva"), folder.resolve("viva"));
        Files.createFile(folder.resolve("viva.jar"));
        install("java", JAVA);
    }

    private Path install(String program, String script) throws IOException {
        var file = Files.writeString(folder.resolve(program), script);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
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

    @Test
    void aMistakeInTheOptionsIsReportedByJavaItself() throws Exception {
        var ended = run(viva("mistake", "check"));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.lines()).containsExactly("Unrecognized option: mistake");
    }

    @Test
    void startsWithItsCacheWhateverIsInThePath() throws Exception {
        assertThat(run(viva("", "--prepare")).code()).isZero();

        var cache = caches().getFirst();
        assertThat(Files.getPosixFilePermissions(cache)).contains(PosixFilePermission.OTHERS_READ);
        assertThat(asked("")).containsSubsequence("-XX:AOTCache=" + cache, "-jar", jar(), "check");
    }

    @Test
    void leavesNothingBesideTheJarButTheCache() throws Exception {
        assertThat(run(viva("", "--prepare")).code()).isZero();
        assertThat(files()).containsExactlyInAnyOrder("viva", "viva.jar", "java", name(caches().getFirst()));
    }

    @Test
    void leavesNothingBesideTheJarWithoutACache() throws Exception {
        Files.createFile(folder.resolve("fails"));
        assertThat(run(viva("", "--prepare")).code()).isEqualTo(1);
        assertThat(files()).containsExactlyInAnyOrder("viva", "viva.jar", "java", "fails");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-Ddw.database.url=jdbc:postgresql://db/viva", "-Xmx1g \"-Ddw.data_dir=/a b\"", "-Xmx1g @options"
            })
    void preparesNothingWithTheKeysOfAnotherService(String options) throws Exception {
        var ended = run(viva(options, "--prepare"));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.lines())
                .first()
                .asString()
                .startsWith("viva: no cache is prepared: the options of the JVM have -Ddw.");
        assertThat(caches()).isEmpty();
    }

    @Test
    void aServiceThatRunsForHalfAMinutePreparesTheNextStart() throws Exception {
        var service = startedServer();
        pipe("prepared");
        halfAMinutePasses();
        var prepared = run(new ProcessBuilder(
                "timeout", "30", "cat", folder.resolve("prepared").toString()));
        assertThat(prepared.lines()).singleElement().asString().endsWith("/viva --prepare");

        service.outputWriter().close();
        assertThat(service.waitFor()).isZero();
    }

    @Test
    void aServiceThatStoppedBeforePreparesNothing() throws Exception {
        var service = startedServer();
        var later = service.descendants().toList();
        service.outputWriter().close();
        assertThat(service.waitFor()).isZero();
        halfAMinutePasses();
        awaitEnd(later);
        assertThat(folder.resolve("prepared")).doesNotExist();
    }

    /** A service whose last word has been read, so that what it does later has been started. */
    private Process startedServer() throws Exception {
        install("sleep", SLEEP);
        install("nice", NICE);
        pipe("half-a-minute");
        var builder = viva("", "server");
        builder.environment().merge("PATH", folder + ":", (path, first) -> first + path);
        var service = builder.start();
        var words = service.inputReader();
        while (!"server".equals(words.readLine())) {
            assertThat(service.isAlive()).isTrue();
        }
        return service;
    }

    private void pipe(String name) throws Exception {
        var made = run(new ProcessBuilder("mkfifo", folder.resolve(name).toString()));
        assertThat(made.code()).as("%s", made.lines()).isZero();
    }

    private void halfAMinutePasses() throws IOException {
        Files.writeString(folder.resolve("half-a-minute"), "over");
    }

    private static void awaitEnd(List<ProcessHandle> processes) throws Exception {
        assertThat(processes).isNotEmpty();
        for (ProcessHandle process : processes) {
            process.onExit().get(30, TimeUnit.SECONDS);
        }
    }

    private String jar() throws IOException {
        return folder.toRealPath().resolve("viva.jar").toString();
    }

    private List<Path> caches() throws IOException {
        try (var files = Files.newDirectoryStream(folder.toRealPath(), "*.aot")) {
            return StreamSupport.stream(files.spliterator(), false).toList();
        }
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(LauncherTest::name).toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /** The arguments of java with these options in the environment. */
    private List<String> asked(String options) throws Exception {
        var ended = run(viva(options, "check"));
        assertThat(ended.code()).as("%s", ended.lines()).isZero();
        return ended.lines();
    }

    private ProcessBuilder viva(String options, String command) {
        var builder = new ProcessBuilder(folder.resolve("viva").toString(), command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("VIVA_") || name.endsWith("JAVA_OPTIONS"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().put("JDK_JAVA_OPTIONS", options);
        builder.environment().put("VIVA_JAVA", folder.resolve("java").toString());
        return builder;
    }

    private record Ended(int code, List<String> lines) {}

    private static Ended run(ProcessBuilder builder) throws Exception {
        var process = builder.start();
        process.outputWriter().close();
        var lines = process.inputReader().readAllLines();
        return new Ended(process.waitFor(), lines);
    }
}
