package dev.viva;

import com.codahale.metrics.MetricRegistry;
import dev.viva.configuration.CannotStartException;
import dev.viva.copy.ExistingDatabase;
import dev.viva.erasure.JournalCopies;
import dev.viva.erasure.JournalReplay;
import dev.viva.storage.Database;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code viva erase-again --config config.yml data/erasures.ndjson}. */
final class EraseAgainCommand extends ConfiguredCommand<VivaConfiguration> {
    private final PrintStream out;

    EraseAgainCommand() {
        super(
                "erase-again",
                "Erases in a restored backup what was erased since: applies the journals of erasures that each replica"
                        + " keeps as erasures.ndjson in its data_dir. Stop the service before. Repeatable: what is"
                        + " erased stays erased. Fails if a journal cannot be read completely; what can be read is"
                        + " applied.");
        this.out = System.out;
    }

    @Override
    protected Argument addFileArgument(Subparser parser) {
        return parser.addArgument("--config").dest("file").help("the service's configuration file");
    }

    @Override
    public void configure(Subparser parser) {
        super.configure(parser);
        parser.addArgument("journal").nargs("+").help("a journal of erasures; name those of all replicas");
    }

    @Override
    protected void run(Bootstrap<VivaConfiguration> bootstrap, Namespace arguments, VivaConfiguration config)
            throws Exception {
        List<Path> journals =
                arguments.<String>getList("journal").stream().map(Path::of).toList();
        for (Path journal : journals) {
            if (Files.isDirectory(journal) || !Files.isReadable(journal)) {
                throw new CannotStartException(journal
                        + " cannot be read. Nothing was changed. Check its path, and that this user may read it.");
            }
        }
        requireDatabase(config);
        Database database = Database.open(config.database, config.dataDir, new MetricRegistry());
        database.start();
        try {
            applyAll(journals, config.dataDir, new JournalReplay(database, Clock.systemUTC()));
        } finally {
            database.stop();
            Database.writeAnew(config.database, config.dataDir);
        }
        if (config.database.postgresql()) {
            out.println("PostgreSQL keeps the bytes of deleted rows until it writes the tables anew: VACUUM FULL");
        }
    }

    /** A misspelt place must not become an empty database in which nothing is to be erased. */
    private static void requireDatabase(VivaConfiguration config) throws SQLException {
        try (var existing = ExistingDatabase.open(config.database.in(config.dataDir))
                .orElseThrow(() ->
                        new CannotStartException("There is no database at " + config.database.place(config.dataDir)
                                + ". Check database.url and data_dir, and restore the backup first."))) {
            if (!existing.isOfViva()) {
                throw new CannotStartException(
                        existing.place() + " is no database of Viva. Check database.url and data_dir.");
            }
            if (existing.isFromLaterVersion()) {
                throw new CannotStartException(
                        existing.place() + " was written by a later version of Viva: use the command of that version.");
            }
        }
    }

    private void applyAll(List<Path> journals, Path dataDirectory, JournalReplay replay) throws IOException {
        List<Path> incomplete = JournalCopies.incomplete(journals, dataDirectory);
        long damaged = 0;
        for (Path journal : journals) {
            var outcome = replay.apply(journal);
            damaged += outcome.damaged();
            out.println(journal + ": " + outcome.applied() + " erased now, " + outcome.already() + " erased before, "
                    + outcome.unknown() + " not in this database");
            if (Files.size(journal) == 0) {
                out.println(journal + " is empty. If a copy failed, name another copy of that journal. If the replica"
                        + " never erased anything, nothing is missing.");
            }
            long unfinished = outcome.cutOff() - (JournalCopies.mayBeCutOff(journal, dataDirectory) ? 1 : 0);
            if (unfinished > 0) {
                out.println(journal + ": " + unfinished
                        + " unfinished lines, of erasures that were never confirmed, are left out");
            }
        }
        out.flush();
        requireComplete(damaged, incomplete);
    }

    private static void requireComplete(long damaged, List<Path> incomplete) {
        var words = new ArrayList<String>();
        if (damaged > 0) {
            words.add(damaged + " lines are damaged. The sessions that they named may still be in the database.");
        }
        for (Path journal : incomplete) {
            words.add(journal
                    + " ends inside a line: it was cut off, unless it is what the replica itself wrote last (its own"
                    + " file, or a copy made after the replica had stopped). Then nothing is missing, go on. If it was"
                    + " cut off, name a later copy of the same journal as well; in its place if it has no whole line.");
        }
        if (!words.isEmpty()) {
            throw new CannotStartException(String.join(System.lineSeparator(), words));
        }
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable thrown) {
        Failures.report(cli, thrown, () -> super.onError(cli, namespace, thrown));
    }
}
