package dev.viva.erasure;

import dev.viva.storage.Database;
import dev.viva.voice.Calls;
import io.dropwizard.core.setup.Environment;
import java.nio.file.Path;
import java.time.Clock;

/** Installs erasing. */
public final class Erasures {
    private Erasures() {}

    /**
     * @param folder where the journal is kept
     * @param calls of the sessions that are erased
     */
    public static Erasure install(
            Environment environment,
            RetentionConfiguration config,
            Path folder,
            Database database,
            Calls calls,
            Clock clock) {
        var metrics = environment.metrics();
        var journal = new ErasureJournal(folder);
        var erasure = new Erasure(database, calls, journal, metrics, clock);
        environment.lifecycle().manage(new OwnJournal(database, journal, clock, System::nanoTime));
        environment.lifecycle().manage(new RowsLeft(database, clock));
        environment.lifecycle().manage(new Retention(config, database, erasure, metrics, clock, Clock.systemUTC()));
        return erasure;
    }
}
