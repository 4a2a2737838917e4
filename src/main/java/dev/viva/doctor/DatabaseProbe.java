package dev.viva.doctor;

import dev.viva.storage.Database;
import dev.viva.storage.DatabaseConfiguration;
import dev.viva.storage.DatabaseFacts;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the database can be reached, holds this version's schema, is sound, and takes writes. */
final class DatabaseProbe implements Probe {
    private final DatabaseConfiguration config;
    private final Path dataDirectory;
    private final int replicas;
    private final InstantSource clock;

    DatabaseProbe(DatabaseConfiguration config, Path dataDirectory, int replicas, InstantSource clock) {
        this.config = config;
        this.dataDirectory = dataDirectory;
        this.replicas = replicas;
        this.clock = clock;
    }

    @Override
    public String about() {
        return "database";
    }

    @Override
    public List<Diagnosis> look() throws SQLException {
        Optional<String> lonely = Database.lonelyLog(config, dataDirectory);
        if (lonely.isPresent()) {
            return List.of(Diagnosis.fail(about(), lonely.get()));
        }
        Optional<Path> folder = Database.missingFolder(config, dataDirectory);
        if (folder.isPresent()) {
            return List.of(Diagnosis.fail(
                    about(),
                    folder.get() + " is missing, the folder of its SQLite file. Create it for the service's user, or"
                            + " correct database.url."));
        }
        Optional<DatabaseFacts> existing = DatabaseFacts.of(config, dataDirectory);
        if (existing.isEmpty()) {
            return List.of(Diagnosis.ok(about(), "the SQLite file will be created at the first start."));
        }
        DatabaseFacts facts = existing.get();
        var found = new ArrayList<Diagnosis>();
        found.addAll(faults(facts));
        facts.time().ifPresent(theirs -> found.addAll(new ServersTime(clock).compared("the database", theirs)));
        if (found.isEmpty()) {
            found.add(Diagnosis.ok(
                    about(), "%s reads and writes; %s.".formatted(facts.product(), inWords(facts.pending()))));
        }
        return found;
    }

    private static String inWords(int pending) {
        return pending == 0 ? "its schema is this version's" : "the start will apply " + pending + " migrations";
    }

    private List<Diagnosis> faults(DatabaseFacts facts) {
        var found = new ArrayList<Diagnosis>();
        if (facts.newer()) {
            fail(found, "its schema is newer than this version. Start the version that wrote it, or a newer one.");
        }
        if (facts.failed()) {
            fail(found, "a migration failed half-way. Restore the backup from before it, and start again.");
        }
        facts.damage()
                .ifPresent(damage -> fail(
                        found,
                        "is damaged: " + damage
                                + ". Move it, its -wal and its -shm away together, and run viva restore."));
        facts.refusal()
                .ifPresent(why -> fail(
                        found,
                        "takes no writes: " + why
                                + ". The user must own its schema, on a server that is no stand-by."));
        if (facts.unsafe()) {
            fail(found, "acknowledges what it may lose (fsync or synchronous_commit is off). Set both to on.");
        }
        int needed = replicas * (config.maxConnections() + 1);
        if (facts.connections() < needed) {
            fail(
                    found,
                    "gives %d connections, and %d replicas need %d. Raise its max_connections, or lower"
                                    .formatted(facts.connections(), replicas, needed)
                            + " database.max_connections.");
        }
        return found;
    }

    private void fail(List<Diagnosis> found, String sentence) {
        found.add(Diagnosis.fail(about(), sentence));
    }
}
