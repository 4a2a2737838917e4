package dev.viva.erasure;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.Postgres;
import dev.viva.testing.RedisProcess;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches everything that a service stores for what was erased. One session is kept, so that each search can fail. */
class ErasureProofTest {
    private static final String[] A_YEAR = {"retention.sessions", "365d"};

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();

    /** Three sessions: one that faculty erase, one that retention erases, and one that stays. */
    private record Three(Words onRequest, Words byAge, Words kept) {
        List<Words> all() {
            return List.of(onRequest, byAge, kept);
        }
    }

    private Three three(Api api) {
        var byAge = Words.said("zebra-byage-quartz", api, clock);
        clock.advance(Duration.ofDays(300));
        var onRequest = Words.said("zebra-onrequest-quartz", api, clock);
        var kept = Words.said("zebra-kept-quartz", api, clock);
        return new Three(onRequest, byAge, kept);
    }

    private void eraseTwo(Api api, Jdbi database, Three three) {
        assertThat(api.erase(three.onRequest().session().id()).status()).isEqualTo(204);
        clock.advance(Duration.ofDays(66));
        Until.isTrue(
                "retention has erased one",
                () -> database.withHandle(h -> h.createQuery("SELECT COUNT(*) FROM session WHERE erased_at IS NOT NULL")
                                .mapTo(Integer.class)
                                .one())
                        == 2);
    }

    @Test
    void nothingIsLeftInSqliteOrRedisOrAnExport() throws Exception {
        Jdbi database = Engine.SQLITE.jdbi(folder);
        try (var redis = RedisProcess.start(folder);
                var server = VivaServer.start(
                        folder, clock, "redis.address", redis.address(), "redis.timeout", "2s", A_YEAR[0], A_YEAR[1])) {
            var api = new Api(server.url());
            Three three = three(api);
            assertThat(Words.inTables(database, three.all())).hasSize(3);
            assertThat(Words.inFiles(folder, three.all())).hasSize(3);
            assertThat(exports(api, three)).hasSize(3);

            eraseTwo(api, database, three);

            assertThat(Words.inTables(database, three.all()))
                    .containsExactly(three.kept().marker());
            assertThat(exports(api, three)).containsExactly(three.kept().marker());
            assertThat(inRedis(redis, three)).isEmpty();
            // Once the write-ahead log is checkpointed, as by the service's stop.
            Engine.checkpoint(database);
            assertThat(Words.inFiles(folder, three.all()))
                    .containsExactly(three.kept().marker());
            assertThat(Words.inFiles(folder.resolve(ErasureJournal.NAME), three.all()))
                    .isEmpty();
        }
        assertThat(folder.resolve("viva.db-wal")).doesNotExist();
    }

    /** PostgreSQL keeps the bytes of deleted rows until VACUUM FULL writes the tables anew. */
    @Test
    void nothingIsLeftInPostgresqlsTablesOnceTheyAreWrittenAnew() throws Exception {
        try (var postgres = Postgres.own(folder)) {
            Jdbi database = Jdbi.create(postgres.url());
            try (var server = VivaServer.start(folder, clock, "database.url", postgres.url(), A_YEAR[0], A_YEAR[1])) {
                var api = new Api(server.url());
                Three three = three(api);
                assertThat(Words.inTables(database, three.all())).hasSize(3);

                eraseTwo(api, database, three);

                assertThat(Words.inTables(database, three.all()))
                        .containsExactly(three.kept().marker());
                postgres.execute("VACUUM FULL");
                postgres.execute("CHECKPOINT");
                assertThat(Words.inFiles(folder.resolve("pg/base"), three.all()))
                        .containsExactly(three.kept().marker());
            }
        }
    }

    private static Set<String> exports(Api api, Three three) {
        var read = new StringBuilder();
        for (String path : List.of("/api/v1/sessions?limit=200", "/api/v1/audit?limit=200")) {
            read.append(api.get(path, Api.FACULTY).raw().body());
        }
        for (Words words : three.all()) {
            for (String part : List.of("", "/transcript", "/turns", "/notes", "/assessments")) {
                read.append(
                        api.get(words.session().path(part), Api.FACULTY).raw().body());
            }
        }
        return found(read.toString(), three);
    }

    private static Set<String> inRedis(RedisProcess redis, Three three) {
        var read = new StringBuilder();
        try (var client = redis.client()) {
            Set<byte[]> keys = client.keys("*".getBytes(ISO_8859_1));
            assertThat(keys).isNotEmpty();
            for (byte[] key : keys) {
                byte[] value = client.dump(key);
                read.append(new String(key, ISO_8859_1)).append(value == null ? "" : new String(value, ISO_8859_1));
            }
        }
        return found(read.toString(), three);
    }

    private static Set<String> found(String text, Three three) {
        return three.all().stream()
                .map(Words::marker)
                .filter(text::contains)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
