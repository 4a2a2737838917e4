package dev.viva.storage;

import java.util.Arrays;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;

/** Migrates to any version of the schema. */
public final class Migrations {
    private Migrations() {}

    /** The number of the last migration. */
    public static int last() {
        return numbers().last();
    }

    /** All numbers except the last. */
    static IntStream earlier() {
        return numbers().headSet(last()).stream().mapToInt(Integer::intValue);
    }

    /** Migrates the database at that address to that version; a number without a migration is the one before it. */
    public static void migrate(String url, int version) {
        Flyway.configure()
                .dataSource(url, null, null)
                .target(MigrationVersion.fromVersion(String.valueOf(numbers().floor(version))))
                .load()
                .migrate();
    }

    private static NavigableSet<Integer> numbers() {
        var all = Flyway.configure()
                .dataSource("jdbc:sqlite::memory:", null, null)
                .load()
                .info()
                .all();
        return Arrays.stream(all)
                .map(migration -> Integer.valueOf(migration.getVersion().getVersion()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
