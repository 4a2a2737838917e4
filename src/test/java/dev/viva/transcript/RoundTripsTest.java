package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.contract.WireJson;
import dev.viva.model.Role;
import dev.viva.model.TranscriptLine;
import dev.viva.storage.Database;
import dev.viva.storage.Transaction;
import dev.viva.testing.Databases;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often lines of clients wait for PostgreSQL, by what its driver logs on the writer's thread. */
class RoundTripsTest {
    private static final int LOCK_AND_FIND = 1;
    private static final int STORE_AND_COMMIT = 1;

    @TempDir
    Path folder;

    private final Logger driver = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");
    private final Syncs syncs = new Syncs();
    private final TestClock clock = new TestClock();
    private Database database;
    private TranscriptLog log;
    private String session;

    @BeforeEach
    void open() throws Exception {
        database = Databases.open(Engine.POSTGRESQL, folder);
        log = new TranscriptLog(database, Databases.NAMES, WireJson.mapper(), clock);
        session = Databases.session(database, clock).id();
        driver.setLevel(Level.FINEST);
        driver.addHandler(syncs);
    }

    @AfterEach
    void close() throws Exception {
        driver.removeHandler(syncs);
        driver.setLevel(null);
        database.stop();
    }

    /** The driver prepares a statement when it has run a few times, and splits what it knows to be long. */
    @Test
    void linesTakeTwoRoundTripsFromTheFirstToTheHundredth() {
        for (int i = 0; i < 100; i++) {
            int before = syncs.count();
            log.append(session, line("item_" + i));
            assertThat(syncs.count() - before).as("line %d", i).isEqualTo(LOCK_AND_FIND + STORE_AND_COMMIT);
        }
    }

    @Test
    void soDoSeveralAtOnceOfWhichOneIsStored() {
        log.append(session, line("item_0"));
        int before = syncs.count();

        log.appendAll(
                session, IntStream.range(0, 20).mapToObj(i -> line("item_" + i)).toList());

        assertThat(syncs.count() - before).isEqualTo(LOCK_AND_FIND + STORE_AND_COMMIT);
        assertThat(log.turnsStoredBetween(session, 0, clock.instant(), 100)).hasSize(20);
    }

    /** Else its row would not be locked while the outcome of a lost commit is asked for. */
    @Test
    void commitIsSentWhenTheMarkIsSet() {
        var touch = new Transaction.Sql("UPDATE session SET seen_at = seen_at WHERE id = ?");
        int before = syncs.count();

        database.commits().run(session, transaction -> transaction.update(touch, session));

        assertThat(syncs.count() - before).isEqualTo(2);
    }

    private static TranscriptLine line(String itemId) {
        return new TranscriptLine(itemId, Role.STUDENT, "Where does it hurt?", true, null, null, null, null, null);
    }

    /** The requests for an answer. */
    private static final class Syncs extends Handler {
        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord each) {
            boolean writer = Thread.currentThread().getName().equals("group-commit");
            Stream.of(each.getMessage())
                    .filter(text -> writer && text.contains("FE=> Sync"))
                    .forEach(seen::add);
        }

        int count() {
            return seen.size();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
