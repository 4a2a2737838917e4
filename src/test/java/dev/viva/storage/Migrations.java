package dev.viva.storage;

import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;

/** The schema at any of its versions. */
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

    /** All numbers but the last. */
    static IntStream earlier() {
        return IntStream.range(1, last());
    }

    /** Brings the database at that address to that version. */
    public static void migrate(String url, int version) {
        Flyway.configure()
                .dataSource(url, null, null)
                .target(MigrationVersion.fromVersion(String.valueOf(version)))
                .load()
                .migrate();
    }
}
