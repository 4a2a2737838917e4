package dev.viva.erasure;

import dev.viva.configuration.CannotStartException;
import dev.viva.storage.Database;
import io.dropwizard.lifecycle.Managed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At the start, before anyone is answered, applies what this service's own journal has more than the database: so a
 * restored backup shows nothing that was erased. The database stores how far it has come, so a start without a restored
 * backup reads only what was added since the last one.
 */
final class OwnJournal implements Managed {
    private static final Logger log = LoggerFactory.getLogger(OwnJournal.class);
    /** Longer, and whoever restored the backup applies the journal with the command. */
    private static final Duration MAX_START = Duration.ofMinutes(1);

    private final Database database;
    private final ErasureJournal journal;
    private final Clock clock;
    private final LongSupplier nanoTime;

    OwnJournal(Database database, ErasureJournal journal, Clock clock, LongSupplier nanoTime) {
        this.database = database;
        this.journal = journal;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    @Override
    public void start() throws IOException {
        journal.keepPrivate();
        Path file = journal.file();
        Optional<String> id = JournalReader.id(file);
        if (id.isPresent()) {
            apply(file, id.get());
        }
    }

    private void apply(Path file, String id) throws IOException {
        long from = database.read()
                .withExtension(ErasureDao.class, rows -> rows.applied(id))
                .orElse(0L);
        var replay = new JournalReplay(database, clock);
        long begun = nanoTime.getAsLong();
        long erased = 0;
        try (var entries = JournalReader.from(file, from)) {
            for (var step = replay.applyNext(entries); !step.isEmpty(); step = replay.applyNext(entries)) {
                erased += step.getFirst().applied();
                long place = entries.place();
                database.commits()
                        .run(
                                "journal:" + id,
                                transaction -> transaction.dao(ErasureDao.class).setApplied(id, place));
                requireTime(begun, file);
            }
            if (entries.damaged() > 0) {
                log.warn("erasure: {} has {} damaged lines; what they say cannot be applied", file, entries.damaged());
            }
        }
        if (erased > 0) {
            log.warn(
                    "erasure: {} sessions that {} says were erased were in the database, as after restoring a backup, and"
                            + " are erased again",
                    erased,
                    file);
        }
    }

    private void requireTime(long begun, Path file) {
        if (nanoTime.getAsLong() - begun > MAX_START.toNanos()) {
            throw new CannotStartException(
                    "The database contains sessions that were erased after it was backed up, and erasing them"
                            + " again takes more than a minute. Run viva erase-again " + file
                            + " with the service's configuration,"
                            + " then start again; or start again until it is done.");
        }
    }
}
