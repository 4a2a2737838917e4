package dev.viva;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Databases;
import dev.viva.testing.ServerProcess;
import dev.viva.testing.TestClock;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.util.JarLocation;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartTest {
    @TempDir
    Path folder;

    @Test
    void createsItsFolderForTheOwnerOnlyAndPrintsItsAddressesWhenReady() throws Exception {
        Path own = folder.resolve("new/data");
        try (var server = ServerProcess.start(folder, Map.of("VIVA_DATA_DIR", own.toString()))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                    .isEqualTo("rwx------");
            server.untilSaid("Page      " + server.url() + "/");
            assertThat(server.output())
                    .contains("Page      " + server.url() + "/")
                    .contains("this machine alone")
                    .contains(own.toString())
                    .contains("simulated")
                    .contains("one address may create 10 sessions in 5 minutes", "VIVA_STUDENTS_PER_ADDRESS")
                    .doesNotContain("WARN", "ERROR");
        }
    }

    @Test
    void reportsATakenPortInOneLine() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"));
                var server = ServerProcess.launch(folder, taken.getLocalPort(), Map.of(), List.of())) {
            assertThat(server.exit()).isNotZero();
            assertThat(server.output().strip().lines())
                    .hasSize(1)
                    .allSatisfy(line -> assertThat(line).contains(String.valueOf(taken.getLocalPort())));
        }
    }

    @Test
    void reportsAnUnreachableDatabaseInOneLine() throws Exception {
        try (var server = ServerProcess.launch(
                folder,
                ServerProcess.freePort(),
                Map.of(
                        "VIVA_DATABASE_URL",
                        "jdbc:postgresql://127.0.0.1:" + ServerProcess.freePort() + "/viva",
                        "VIVA_DATABASE_PASSWORD",
                        "not to be seen"),
                List.of())) {
            assertThat(server.exit()).isNotZero();
            assertThat(server.output())
                    .contains("The database cannot be reached: ")
                    .doesNotContain("\tat ", "not to be seen");
        }
    }

    @Test
    void copiesDataFromOneDatabaseToAnother() throws Exception {
        Path target = folder.resolve("to.db");
        var database = Databases.open(folder);
        Databases.session(database, new TestClock());
        database.stop();
        try (var copy = copy(folder.resolve("viva.db"), target)) {
            assertThat(copy.exit()).as(copy.output()).isZero();
            assertThat(copy.output())
                    .containsPattern("session +1 rows +the same")
                    .contains("Both databases are equal.");
        }
    }

    @Test
    void copiesNothingFromAMissingFile() throws Exception {
        Path source = folder.resolve("vvia.db");
        Path target = folder.resolve("to.db");
        try (var copy = copy(source, target)) {
            assertThat(copy.exit()).isNotZero();
            assertThat(copy.output())
                    .contains("There is no file", source.toString(), "--from")
                    .doesNotContain("\tat ", "Both databases are equal.");
        }
        assertThat(source).doesNotExist();
        assertThat(target).doesNotExist();
    }

    private ServerProcess copy(Path source, Path target) {
        return ServerProcess.launch(
                folder,
                ServerProcess.freePort(),
                Map.of(),
                List.of("copy-data", "--from", "sqlite:" + source, "--to", "sqlite:" + target));
    }

    @Test
    void startFailsOnAnInvalidCaseWithFileLineAndReason() throws Exception {
        Files.createDirectories(folder.resolve("content/personas"));
        Path scenarios = Files.createDirectories(folder.resolve("content/scenarios"));
        Files.writeString(scenarios.resolve("broken.yaml"), "scenario_id: broken\ntitle: 7\n");
        try (var server = ServerProcess.launch(
                folder,
                ServerProcess.freePort(),
                Map.of("VIVA_CONTENT_DIR", folder.resolve("content").toString()),
                List.of())) {
            assertThat(server.exit()).isNotZero();
            assertThat(server.output())
                    .contains("broken.yaml:2: the title must be text: put it in quotes")
                    .doesNotContain("\tat ");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            databse: {url: x}                            | databse
            database: {ulr: x}                           | ulr
            database: {url: 'jdbc:oracle:x'}             | url
            database: {queue: 1}                         | queue
            database: {url: 'jdbc:postgresql://h/d?password=short'} | url
            redis: {address: localhost}                  | address
            limits: {when_out: {voice-token: perhaps}}   | when_out
            access: {grant_key: short}                   | grant_key
            access: {faculty_key: short}                 | faculty_key
            access: {grant_lifetime: soon}               | grant_lifetime
            access: {oidc: {issuer: 'http://id.example'}} | access.oidc.issuer
            access: {oidc: {algorithms: [HS256]}}        | algorithms
            encounter: {max_duration: 2h}                | max_duration
            encounter: {max_duration: 4m}                | max_duration
            encounter: {time_factor: 0.5}                | time_factor
            access: {classes: [{code: a-green-otter, group: A, time_factor: 5}]} | time_factor
            realtime: {type: parrot}                     | type
            realtime: {type: openai}                     | api_key
            realtime: {base_url: 'ftp://x'}              | base_url
            realtime: {base_url: 'http://['}             | realtime.base_url must be
            review: {base_url: 'http://['}               | review.base_url must be
            tracing: {endpoint: 'http://['}              | tracing.endpoint must be
            public_url: https://Viva.example.edu         | public_url must be
            cors: {allowed_origins: ['http://[']}        | cors.allowed_origins must be
            redis: {address: 'redis://a b:6379'}         | redis.address must be
            realtime: {api_key: [short]}                 | api_key
            realtime: {vad: {type: psychic_vad}}         | realtime.vad.type
            realtime: {vad: {eagerness: some}}           | realtime.vad.eagerness
            logging: {loggers: {dev.viva: LOUD}}         | logging.loggers
            simulator: {max_calls: 0}                    | max_calls
            limits: {policies: {no-such: [{limit: 1, per: 1m, key: address}]}} | no-such
            limits: {trust_proxy: {hops: -1}}            | hops
            cors: {allowed_origins: ['*']}               | allowed_origins
            calls: {mode: sometimes}                     | mode
            calls: {abandon_after: 10s}                  | abandon_after
            budget: {tokens_per_day: -1}                 | tokens_per_day
            """)
    void startFailsOnAWrongKeyOrValueByName(String yaml, String name) throws Exception {
        Path file = Files.writeString(folder.resolve("config.yml"), yaml);
        var said = new ByteArrayOutputStream();
        assertThat(check(file, said)).isPresent();
        assertThat(said.toString(StandardCharsets.UTF_8)).contains(name).doesNotContain("\tat ", "short");
    }

    /** In this process: one for each file would take a minute. */
    private static Optional<Throwable> check(Path file, OutputStream said) throws Exception {
        var application = new VivaApplication();
        var bootstrap = new Bootstrap<VivaConfiguration>(application);
        application.initialize(bootstrap);
        bootstrap.addCommand(new CheckConfigurationCommand(application));
        return new Cli(new JarLocation(StartTest.class), bootstrap, said, said).run("check", file.toString());
    }

    @Test
    void configurationFileWithOneKeyKeepsEnvironmentValues() throws Exception {
        Path file = Files.writeString(folder.resolve("config.yml"), "limits: {max_buckets: 5000}\n");
        Path database = folder.resolve("from-the-environment.db");
        try (var server = ServerProcess.launch(
                folder,
                ServerProcess.freePort(),
                Map.of("VIVA_DATABASE_URL", "jdbc:sqlite:" + database, "VIVA_DATABSE_USER", "viva"),
                List.of("server", file.toString()))) {
            server.untilReady();
            assertThat(database).exists();
            server.untilSaid("VIVA_DATABSE_USER: is set but has no effect", "Did you mean VIVA_DATABASE_USER?");
        }
    }

    @Test
    void checkPrintsTheEffectiveConfiguration() throws Exception {
        Path file = Files.writeString(folder.resolve("config.yml"), "database: {queue: 500}\n");
        String key = "faculty-0123456789-abcdefghijkl-mnop";
        try (var check = ServerProcess.launch(
                folder,
                ServerProcess.freePort(),
                Map.of("VIVA_FACULTY_KEY", key, "VIVA_NO_SUCH_KEY", "x"),
                List.of("check", file.toString()))) {
            assertThat(check.exit()).isZero();
            assertThat(check.output().lines())
                    .contains("database.queue: 500   # " + file, "access.faculty_key: [secret]   # VIVA_FACULTY_KEY")
                    .contains("logging.level: INFO")
                    .anyMatch(line -> line.startsWith("WARN  VIVA_NO_SUCH_KEY"))
                    .endsWith(file + " is valid, with 1 warning.")
                    .noneMatch(line -> line.contains(key));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            VIVA_LOG_LEVEL   | VERBOSE             | logging.level
            VIVA_CONTENT_DIR | no/such/folder      | content.dir
            VIVA_DATA_DIR    | target/classes/config.yml.example | config.yml.example cannot be used: a file
            VIVA_DATA_DIR    | pom.xml/data        | pom.xml/data cannot be used
            VIVA_GRANT_KEY   | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | grant_key is easy to guess
            VIVA_FACULTY_KEY | 0123012301230123012301230123012301230123     | faculty_key is easy to guess
            """)
    void explainsAFailedStartInOneSentence(String variable, String value, String words) throws Exception {
        try (var server =
                ServerProcess.launch(folder, ServerProcess.freePort(), Map.of(variable, value), List.of("server"))) {
            assertThat(server.exit()).isNotZero();
            assertThat(server.output()).contains(words).doesNotContain("\tat ", "aaaaaaaa", "01230123");
        }
    }

    @Test
    void reportsADamagedDatabaseInOneSentence() throws Exception {
        Files.writeString(folder.resolve("viva.db"), "this is no database. ".repeat(500));
        try (var server = ServerProcess.launch(folder, ServerProcess.freePort(), Map.of(), List.of("server"))) {
            assertThat(server.exit()).isNotZero();
            assertThat(server.output()).contains("database is damaged").doesNotContain("\tat ");
        }
    }

    @Test
    void reportsAMissingFileInOneSentence() throws Exception {
        try (var server = ServerProcess.launch(
                folder, ServerProcess.freePort(), Map.of(), List.of("server", folder + "/no.yml"))) {
            assertThat(server.exit()).isNotZero();
            assertThat(server.output()).contains("no.yml", "does not exist").doesNotContain("\tat ");
        }
    }

    @Test
    void exampleConfigurationIsValid() throws Exception {
        var said = new ByteArrayOutputStream();
        assertThat(check(Path.of("config.yml.example"), said))
                .as(said.toString(StandardCharsets.UTF_8))
                .isEmpty();
    }
}
