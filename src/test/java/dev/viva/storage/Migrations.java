package dev.viva.storage;

import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;

/** Migrates to any version of the schema. */
public final class Migrations {
    private Migrations() {}

    /** The number of the last migration. */
    public static int last() {
        return Flyway.configure()
                .dataSource("jdbc:sqlite::memory:", null, null)
                .load()
                .info()
                .all()
                .length;
    }

    /** All numbers except the last. */
    static IntStream earlier() {
        return IntStream.range(1, last());
    }

    /** Migrates the database at that address to that version. */
    public static void migrate(String url, int version) {
        Flyway.configure()
                .dataSource(url, null, null)
                .target(MigrationVersion.fromVersion(String.valueOf(version)))
                .load()
                .migrate();
    }
}
