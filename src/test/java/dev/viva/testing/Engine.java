package dev.viva.testing;

import dev.viva.storage.DatabaseConfiguration;
import java.nio.file.Path;
import org.jdbi.v3.core.Jdbi;

/** The databases on which the same tests run; each test folder has its own database in either. */
public enum Engine {
    SQLITE {
        @Override
        public String url(Path folder) {
            return "jdbc:sqlite:" + folder.resolve("viva.db");
        }
    },
    POSTGRESQL {
        @Override
        public String url(Path folder) {
            return Postgres.schema(folder.toAbsolutePath().toString());
        }
    };

    /** The URL of the folder's database, created if absent. */
    public abstract String url(Path folder);

    public DatabaseConfiguration configuration(Path folder) {
        return DatabaseConfiguration.at(url(folder));
    }

    /** Direct access to the folder's database. */
    public Jdbi jdbi(Path folder) {
        return Jdbi.create(url(folder));
    }

    /** Brings all commits into SQLite's file and empties the log, once nobody reads or writes. */
    public static void checkpoint(Jdbi sqlite) {
        Until.isTrue(
                "the log is checkpointed",
                () -> sqlite.withHandle(h -> h.createQuery("PRAGMA wal_checkpoint(TRUNCATE)")
                                .map((row, context) -> row.getInt("busy"))
                                .one())
                        == 0);
    }
}
