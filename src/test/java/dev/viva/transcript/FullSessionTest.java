package dev.viva.transcript;

import static dev.viva.transcript.TranscriptLogTest.line;
import static java.lang.Boolean.TRUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viva.contract.WireJson;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Sequence;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.testing.Databases;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A session that has as many events or characters as clients may fill. */
@ParameterizedClass
@EnumSource(Engine.class)
class FullSessionTest {
    private static final String LONGEST = "w".repeat(20_000);

    @Parameter
    Engine engine;

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private Database database;
    private TranscriptLog log;
    private Session session;

    @BeforeEach
    void open() throws Exception {
        database = Databases.open(engine, folder);
        log = new TranscriptLog(database, Databases.NAMES, WireJson.mapper(), clock);
        session = Databases.session(database, clock);
    }

    @AfterEach
    void close() throws Exception {
        database.stop();
    }

    @Test
    void refusesNewLinesButAcceptsRepeats() {
        log.append(session.id(), line("item_1", "Yes."));
        engine.jdbi(folder)
                .useHandle(h -> h.execute("UPDATE session SET last_seq = ? WHERE id = ?", Sequence.MAX, session.id()));

        assertFull(() -> log.append(session.id(), line("item_2", "No.")));
        assertThat(log.append(session.id(), line("item_1", "Yes.")).created()).isFalse();
        assertThat(log.appendFromProvider(session.id(), line("item_2", "No.")).created())
                .as("a line that the provider heard")
                .isTrue();
    }

    @Test
    void fullOfTextRefusesShortLinesToo() {
        fillWithText();

        assertFull(() -> log.append(session.id(), line("short", "No.")));
        assertThat(log.append(session.id(), line("item_1", LONGEST)).created()).isFalse();
    }

    /** Otherwise a client could hide what was said, or that its own lines are unconfirmed, by filling the session. */
    @Test
    void takesWhatTheProviderReports() {
        fillWithText();

        log.markUnconfirmed(session.id(), "item_1", () -> true);
        log.appendFromProvider(session.id(), line("item_2", "Revised."));
        assertThat(log.appendFromProvider(session.id(), line("heard", "Ouch.")).created())
                .isTrue();

        assertThat(log.inReadingOrder(stored()))
                .anyMatch(turn -> turn.itemId().equals("item_1") && TRUE.equals(turn.unconfirmed()))
                .anyMatch(turn -> turn.text().equals("Revised."))
                .anyMatch(turn -> turn.text().equals("Ouch."));
    }

    private void fillWithText() {
        for (int i = 0; i < Sequence.MAX_CHARACTERS / LONGEST.length(); i++) {
            log.append(session.id(), line("item_" + i, LONGEST));
        }
    }

    @Test
    void revisionsHaveABoundToo() {
        log.append(session.id(), line("item_1", "Yes."));
        AtomicInteger revisions = new AtomicInteger();
        assertFull(() -> {
            while (true) {
                String text = LONGEST.substring(1) + revisions.get() % 2;
                log.appendFromProvider(session.id(), line("item_1", text));
                revisions.incrementAndGet();
            }
        });
        assertThat(revisions).hasValue(3 * Sequence.MAX_CHARACTERS / LONGEST.length());
    }

    private static void assertFull(ThrowingCallable stores) {
        assertThatThrownBy(stores)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.failure()).isEqualTo(Failure.SESSION_FULL));
    }

    private Session stored() {
        return database.read()
                .withExtension(SessionDao.class, sessions -> sessions.find(session.id()))
                .orElseThrow();
    }
}
