package dev.viva.testing;

import dev.viva.storage.DatabaseConfiguration;
import java.nio.file.Path;
import org.jdbi.v3.core.Jdbi;

/** The databases that the same tests run on; each test's folder has a database of its own in either. */
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

    /** The address of the folder's database, made when it is not there. */
    public abstract String url(Path folder);

    public DatabaseConfiguration configuration(Path folder) {
        return DatabaseConfiguration.at(url(folder));
    }

    /** A way to look into the folder's database past the service. */
    public Jdbi jdbi(Path folder) {
        return Jdbi.create(url(folder));
    }
}
