package dev.viva.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.session.SessionDao;
import dev.viva.testing.Databases;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rolling update: a newer replica migrates the tables that an older one writes. */
class MigratedBesideTest {
    /** PostgreSQL's driver prepares a statement at the server from its fifth use on. */
    private static final int USES = 8;

    @ParameterizedTest
    @EnumSource
    void writesWithAStatementThatWasPreparedBeforeAColumnCame(Engine engine, @TempDir Path folder) throws Exception {
        var database = Databases.open(engine, folder);
        try {
            String session = Databases.session(database, new TestClock()).id();
            for (int i = 0; i < USES; i++) {
                assertThat(locked(database, session)).isTrue();
            }
            engine.jdbi(folder)
                    .useHandle(other -> other.execute("ALTER TABLE session ADD COLUMN of_a_later_version INTEGER"));

            assertThat(locked(database, session)).isTrue();
        } finally {
            database.stop();
        }
    }

    private static boolean locked(Database database, String session) {
        return database.commits()
                .commit(
                        session,
                        transaction ->
                                transaction.dao(SessionDao.class).lock(session).isPresent());
    }
}
