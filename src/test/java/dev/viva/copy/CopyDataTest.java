package dev.viva.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viva.storage.DatabaseConfiguration;
import dev.viva.storage.Migrations;
import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.Offer;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyDataTest {
    private static final int LINES = 1_200;
    private static final int LINES_AT_ONCE = 100;

    /** An encounter of several batches; each test gets a copy. */
    @TempDir
    static Path original;

    private static Api.Opened session;
    private static String transcript;

    @TempDir
    Path folder;

    private final List<String> output = new ArrayList<>();

    @BeforeAll
    static void fill() {
        try (var server = VivaServer.start(original, new TestClock())) {
            var api = new Api(server.url());
            session = api.open();
            for (int first = 0; first < LINES; first += LINES_AT_ONCE) {
                String lines = IntStream.range(first, first + LINES_AT_ONCE)
                        .mapToObj(i -> Api.line("item_" + i, "student", i % 2 == 0 ? "Wo tut es weh? Ä" : "¿Dónde? 痛い"))
                        .collect(Collectors.joining(","));
                api.post(session.path("/transcript/batch"), session.grant(), "{\"lines\":[" + lines + "]}");
            }
            Offer.call(api, session);
            api.send("POST", session.path("/end"), session.grant(), null, Map.of());
            transcript = transcript(api);
        }
    }

    @BeforeEach
    void takeACopy() throws IOException {
        try (var files = Files.newDirectoryStream(original)) {
            for (Path file : files) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    private CopyData copy() {
        return new CopyData(DatabaseConfiguration.at(Engine.SQLITE.url(folder)), target(), output::add);
    }

    private DatabaseConfiguration target() {
        return Engine.POSTGRESQL.configuration(folder);
    }

    @Test
    void serviceContinuesFromTheCopy() throws Exception {
        assertThat(copy().run()).as(output.toString()).isTrue();

        try (var server = VivaServer.start(Engine.POSTGRESQL, folder, new TestClock())) {
            assertThat(transcript(new Api(server.url()))).isEqualTo(transcript);
        }
    }

    @Test
    void createsTheFolderOfANewFile() throws Exception {
        Path place = folder.resolve("missing/new");
        var from = DatabaseConfiguration.at(Engine.SQLITE.url(folder));

        assertThat(new CopyData(from, DatabaseConfiguration.at(Engine.SQLITE.url(place)), output::add).run())
                .as(output.toString())
                .isTrue();

        assertThat(Files.getPosixFilePermissions(place)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void saysWhichFolderCannotBeCreated() {
        Path place = folder.resolve("viva.db/new");
        var from = DatabaseConfiguration.at(Engine.SQLITE.url(folder));
        var copy = new CopyData(from, DatabaseConfiguration.at(Engine.SQLITE.url(place)), output::add);

        assertThatThrownBy(copy::run)
                .isInstanceOf(CopyException.class)
                .hasMessageContaining(place + " cannot be created");
    }

    @Test
    void resumesAnInterruptedCopy() throws Exception {
        copy().run();
        Engine.POSTGRESQL.jdbi(folder).useHandle(h -> h.execute("DELETE FROM session_event WHERE seq > 700"));

        assertThat(copy().run()).as(output.toString()).isTrue();
        assertThat(output).anySatisfy(line -> assertThat(line).matches("session_event +[12],\\d{3} rows +the same"));
    }

    /** Interruptions come between two batches of a table. */
    @Test
    void resumesACopyInterruptedInItsFirstTables() throws Exception {
        copy().run();
        Engine.POSTGRESQL.jdbi(folder).useHandle(h -> {
            h.execute("DELETE FROM idempotency_key");
            h.execute("DELETE FROM voice_call");
            h.execute("DELETE FROM session_event");
            h.execute("DELETE FROM session");
        });

        assertThat(copy().run()).as(output.toString()).isTrue();
    }

    @Test
    void detectsOneAlteredWord() throws Exception {
        Migrations.migrate(Engine.POSTGRESQL.url(folder), Migrations.last());
        Engine.POSTGRESQL.jdbi(folder).useHandle(h -> h.execute("""
                CREATE FUNCTION mishear() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN NEW.payload = replace(NEW.payload, 'weh', 'Weh'); RETURN NEW; END $$;
                CREATE TRIGGER mishear BEFORE INSERT ON session_event
                FOR EACH ROW WHEN (NEW.seq = 3) EXECUTE FUNCTION mishear();
                """));

        assertThat(copy().run()).isFalse();
        assertThat(output).anyMatch(line -> line.startsWith("session_event ") && line.contains("differ from"));
        assertThat(output.getLast()).contains("empty the target");
    }

    @Test
    void reportsProgressPerTable() throws Exception {
        new CopyData(DatabaseConfiguration.at(Engine.SQLITE.url(folder)), target(), CopyAdvice.COPY, output::add, 500)
                .run();

        assertThat(output)
                .filteredOn(line -> line.endsWith("rows copied"))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).matches("session_event +(500|1,000) of 1,2\\d\\d rows copied"));
    }

    @Test
    void copiesEveryTableOfTheSchema() {
        var tables = Engine.SQLITE
                .jdbi(folder)
                .withHandle(h -> h.createQuery(
                                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
                        .mapTo(String.class)
                        .list());

        assertThat(Stream.concat(TableRows.TABLES.stream(), TableRows.OWN.stream()))
                .containsExactlyInAnyOrderElementsOf(tables);
    }

    private static String transcript(Api api) {
        return api.send("GET", session.path("/transcript"), session.grant(), null, Map.of("Accept", "application/json"))
                .raw()
                .body();
    }
}
