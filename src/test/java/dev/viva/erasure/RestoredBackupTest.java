package dev.viva.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.Postgres;
import dev.viva.testing.ServerProcess;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup contains sessions that were erased after it was made. The journal of erasures brings it up to date. */
class RestoredBackupTest {
    private final TestClock clock = new TestClock();

    @TempDir
    Path folder;

    @Test
    void sqliteIsBroughtUpToDateByTheCommand() throws Exception {
        Path data = folder.resolve("data");
        Path backup = folder.resolve("backup.db");
        Path restored = Files.createDirectory(folder.resolve("restored"));
        Words erased;
        Words kept;
        try (var server = VivaServer.start(data, clock)) {
            var api = new Api(server.url());
            erased = Words.said("zebra-erased-quartz", api, clock);
            kept = Words.said("zebra-kept-quartz", api, clock);
            Engine.SQLITE.jdbi(data).useHandle(h -> h.execute("VACUUM INTO ?", backup.toString()));
            var later = api.open(); // not in the backup
            api.erase(erased.session().id());
            api.erase(later.id());
        }
        Files.copy(backup, restored.resolve("viva.db"));
        assertThat(Words.inFiles(restored, List.of(erased, kept))).hasSize(2);

        String said = eraseAgain(restored, Map.of(), 0, data.resolve("erasures.ndjson"));

        assertThat(said).contains("1 erased now, 0 erased before, 1 not in this database");
        assertThat(Words.inFiles(restored, List.of(erased, kept))).containsExactly(kept.marker());
        assertThat(Words.inTables(Engine.SQLITE.jdbi(restored), List.of(erased, kept)))
                .containsExactly(kept.marker());
        assertThat(eraseAgain(restored, Map.of(), 0, data.resolve("erasures.ndjson")))
                .contains("0 erased now, 1 erased before, 1 not in this database");
        try (var server = VivaServer.start(restored, clock)) {
            var api = new Api(server.url());
            assertThat(api.get(erased.session().path("/transcript"), Api.FACULTY)
                            .status())
                    .isEqualTo(404);
            assertThat(api.get(kept.session().path("/transcript"), Api.FACULTY).status())
                    .isEqualTo(200);
            assertThat(api.get("/api/v1/audit?session_id=" + erased.session().id(), Api.FACULTY)
                            .json()
                            .at("/entries/0/actor")
                            .asText())
                    .isNotEmpty();
        }
    }

    @Test
    void postgresqlIsBroughtUpToDateByTheCommand() throws Exception {
        Path data = folder.resolve("data");
        Words erased;
        Words kept;
        try (var postgres = Postgres.own(folder)) {
            try (var server = VivaServer.start(data, clock, "database.url", postgres.url())) {
                var api = new Api(server.url());
                erased = Words.said("zebra-erased-quartz", api, clock);
                kept = Words.said("zebra-kept-quartz", api, clock);
            }
            postgres.stop();
            copyFolder(folder.resolve("pg"), folder.resolve("backup"));
            postgres.start();
            try (var server = VivaServer.start(data, clock, "database.url", postgres.url())) {
                assertThat(new Api(server.url()).erase(erased.session().id()).status())
                        .isEqualTo(204);
            }
            postgres.stop();
            deleteFolder(folder.resolve("pg"));
            copyFolder(folder.resolve("backup"), folder.resolve("pg"));
            postgres.start();
            Jdbi database = Jdbi.create(postgres.url());
            assertThat(Words.inTables(database, List.of(erased, kept))).hasSize(2);

            String said = eraseAgain(
                    folder.resolve("elsewhere"),
                    Map.of("VIVA_DATABASE_URL", postgres.url()),
                    0,
                    data.resolve("erasures.ndjson"));

            assertThat(said).contains("1 erased now, 0 erased before, 0 not in this database");
            assertThat(Words.inTables(database, List.of(erased, kept))).containsExactly(kept.marker());
            postgres.execute("VACUUM FULL");
            postgres.execute("CHECKPOINT");
            assertThat(Words.inFiles(folder.resolve("pg/base"), List.of(erased, kept)))
                    .containsExactly(kept.marker());
        }
    }

    /** Nobody ran the command: the service's own journal is applied before anyone is answered, and logged once. */
    @Test
    void startAppliesItsOwnJournal() throws Exception {
        Path backup = folder.resolve("backup.db");
        Words erased;
        try (var server = VivaServer.start(folder, clock)) {
            var api = new Api(server.url());
            erased = Words.said("zebra-erased-quartz", api, clock);
            backUp(folder, backup);
            api.erase(erased.session().id());
        }
        Files.move(backup, folder.resolve("viva.db"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(Words.inFiles(folder, List.of(erased))).isNotEmpty();

        for (int start = 0; start < 2; start++) {
            try (var server = VivaServer.start(folder, clock)) {
                var api = new Api(server.url());
                assertThat(api.get(erased.session().path(""), erased.session().grant())
                                .status())
                        .isEqualTo(404);
                assertThat(api.get(
                                        "/api/v1/audit?session_id="
                                                + erased.session().id(),
                                        Api.FACULTY)
                                .json()
                                .path("entries")
                                .findValuesAsText("actor"))
                        .containsOnlyOnce("erasure-journal");
            }
        }
        assertThat(Words.inFiles(folder, List.of(erased))).isEmpty();
    }

    @Test
    void commandFailsOnDamagedLinesAndAppliesTheOthers() throws Exception {
        Api.Opened session;
        try (var server = VivaServer.start(folder, clock)) {
            session = new Api(server.url()).open();
        }
        Path journal = folder.resolve("other.ndjson");
        Files.writeString(journal, "rubbish\n");
        Files.writeString(
                journal,
                new JournalEntry(session.id(), clock.instant()).line() + "\n{\"sess\n",
                StandardOpenOption.APPEND);

        String said = eraseAgain(folder, Map.of(), 1, journal);

        assertThat(said)
                .contains("1 erased now", "1 unfinished lines", "1 lines are damaged. The sessions that they named")
                .doesNotContain("ends inside a line");
    }

    @Test
    void commandFailsOnACopyThatIsCutOff() throws Exception {
        try (var server = VivaServer.start(folder, clock)) {
            assertThat(server.url()).isNotNull();
        }
        Path copy = Files.writeString(folder.resolve("copy.ndjson"), "{\"sess");

        assertThat(eraseAgain(folder, Map.of(), 1, copy))
                .contains(copy + " ends inside a line: it was cut off, unless it is what the replica itself wrote last")
                .doesNotContain("unfinished lines");

        String entry = new JournalEntry("ses_abcdefghijklmnopqrstuv", clock.instant()).line() + "\n";
        Files.writeString(copy, entry + "{\"sess");
        Path later = Files.writeString(folder.resolve("later.ndjson"), entry + entry);
        Path empty = Files.createFile(folder.resolve("empty.ndjson"));
        assertThat(eraseAgain(folder, Map.of(), 0, copy, later, empty))
                .contains(empty + " is empty. If a copy failed, name another copy of that journal.")
                .doesNotContain("unfinished lines", copy + " is empty");
    }

    @Test
    void commandNeverCreatesADatabase() throws Exception {
        Path journal = Files.writeString(folder.resolve("erasures.ndjson"), "");

        assertThat(eraseAgain(folder, Map.of(), 1, journal))
                .contains("There is no database at", "Check database.url and data_dir");
        assertThat(eraseAgain(folder, Map.of(), 1, folder.resolve("missing.ndjson")))
                .contains("missing.ndjson cannot be read. Nothing was changed. Check its path");
        assertThat(eraseAgain(folder, Map.of(), 1, folder)).contains(folder + " cannot be read. Nothing was changed.");
        assertThat(folder.resolve("viva.db")).doesNotExist();
    }

    @Test
    void commandRefusesADatabaseThatAServiceHasOpen() throws Exception {
        Path journal = Files.writeString(folder.resolve("other.ndjson"), "");
        try (var server = VivaServer.start(folder, clock)) {
            assertThat(server.url()).isNotNull();
            assertThat(eraseAgain(folder, Map.of(), 1, journal)).contains("is in use: stop the service");
        }
    }

    /** As {@code sqlite3 viva.db ".backup backup.db"} does: page by page, while the service runs. */
    private static void backUp(Path data, Path backup) throws SQLException {
        try (var connection = DriverManager.getConnection(Engine.SQLITE.url(data));
                var statement = connection.createStatement()) {
            statement.executeUpdate("backup to '" + backup + "'");
        }
    }

    private static String eraseAgain(Path data, Map<String, String> environment, int status, Path... journals)
            throws Exception {
        var arguments = Stream.concat(
                        Stream.of("erase-again"), Stream.of(journals).map(Path::toString))
                .toList();
        try (var command = ServerProcess.launch(data, ServerProcess.freePort(), environment, arguments)) {
            int code = command.exit();
            assertThat(code).as(command.output()).isEqualTo(status);
            return command.output();
        }
    }

    private static void copyFolder(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void deleteFolder(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
