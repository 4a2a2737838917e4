package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import dev.viva.contract.WireJson;
import dev.viva.model.Role;
import dev.viva.model.TranscriptLine;
import dev.viva.model.Turn;
import dev.viva.model.TurnSource;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.DatabaseConfiguration;
import dev.viva.testing.Databases;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class TranscriptLogTest {
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
        log = new TranscriptLog(database, WireJson.mapper(), clock);
        session = Databases.session(database, clock);
    }

    @AfterEach
    void close() throws Exception {
        database.stop();
    }

    @Test
    void invariant3TheSameItemRelayedTenTimesInParallelIsOneRowAndTenEqualAnswers() throws Exception {
        Callable<TranscriptLog.Appended> relay = () -> log.append(session.id(), line("item_1", "Yes."));
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = callers
                    .invokeAll(IntStream.range(0, 10).mapToObj(i -> relay).toList())
                    .stream()
                    .map(Future::resultNow)
                    .toList();

            assertThat(answers)
                    .extracting(TranscriptLog.Appended::turn)
                    .containsOnly(answers.getFirst().turn());
            assertThat(answers).filteredOn(TranscriptLog.Appended::created).hasSize(1);
        }
        assertThat(log.inReadingOrder(now())).hasSize(1);
    }

    @Test
    void invariant3ALineThatWasStoredThoughItsCallerWasToldOtherwiseIsStoredOnce() throws Exception {
        database.stop();
        var all = engine.configuration(folder);
        var impatient = new DatabaseConfiguration(
                all.url(),
                all.user(),
                all.password(),
                2,
                16,
                8,
                io.dropwizard.util.Duration.seconds(2),
                all.connectTimeout(),
                all.statementTimeout());
        var metrics = new MetricRegistry();
        database = Database.open(impatient, folder, metrics);
        database.start();
        log = new TranscriptLog(database, WireJson.mapper(), clock);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new CountDownLatch(1);
            var before = hold(callers, "before", running);
            assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            var relayed = callers.submit(() -> log.append(session.id(), line("item_1", "Yes.")));
            waiting(metrics, 1);
            var after = hold(
                    callers, "zzz", running); // its key comes after the line's: it runs last in the same transaction
            waiting(metrics, 2);
            before.countDown();

            assertThatThrownBy(relayed::get)
                    .cause()
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.failure()).isEqualTo(Failure.STORAGE_UNAVAILABLE));
            assertThat(log.inReadingOrder(now())).isEmpty();
            after.countDown();

            assertThat(log.append(session.id(), line("item_1", "Yes.")).created())
                    .isFalse();
        }
        assertThat(log.after(session.id(), 0, 10)).hasSize(1);
    }

    private CountDownLatch hold(ExecutorService callers, String key, CountDownLatch running) {
        var release = new CountDownLatch(1);
        callers.submit(() -> database.commits().commit(key, transaction -> {
            running.countDown();
            try {
                return release.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        return release;
    }

    private static void waiting(MetricRegistry metrics, int writes) {
        Gauge<?> queue = Objects.requireNonNull(metrics.getGauges().get("viva.commit.queue"));
        Until.holds(writes + " writes wait", () -> queue.getValue().equals(writes));
    }

    @Test
    void invariant3TheSameWordsSaidTwiceAreTwoLines() {
        log.append(session.id(), line("item_1", "Yes."));
        log.append(session.id(), line("item_2", "Yes."));

        assertThat(log.inReadingOrder(now())).extracting(Turn::text).containsExactly("Yes.", "Yes.");
    }

    @Test
    void invariant4NumbersWithoutGapsUnderManyWriters() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 300; i++) {
                String item = "item_" + i % 200; // some come twice
                callers.submit(() -> log.append(session.id(), line(item, "words of " + item)));
            }
        }

        var rows = log.after(session.id(), 0, 1000);
        assertThat(rows)
                .extracting(EventDao.Row::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 200).boxed().toList());
    }

    @Test
    void refusesOtherWordsUnderAStoredItem() {
        log.append(session.id(), line("item_1", "It hurts."));

        assertFails(Failure.ITEM_CONFLICT, () -> log.append(session.id(), line("item_1", "It does not hurt.")));
        assertThat(log.inReadingOrder(now())).extracting(Turn::text).containsExactly("It hurts.");
    }

    @Test
    void marksLinesThatComeAfterTheEndAndRefusesThemAfterTheGrace() {
        endNow(Duration.ofSeconds(10));

        clock.advance(Duration.ofSeconds(9));
        assertThat(log.append(session.id(), line("late", "One more.")).turn().late())
                .isTrue();

        clock.advance(Duration.ofSeconds(1));
        assertFails(Failure.SESSION_ENDED, () -> log.append(session.id(), line("too-late", "Another.")));
        assertThat(log.append(session.id(), line("late", "One more.")).created())
                .isFalse();
    }

    @Test
    void whoeverComesFirstOfTwoSourcesStoresTheLine() {
        var heard = log.hear(session.id(), line("item_1", "Yes."));
        var relayed = log.append(session.id(), line("item_1", "Yes."));

        assertThat(heard.created()).isTrue();
        assertThat(relayed).isEqualTo(new TranscriptLog.Appended(heard.turn(), false));
        assertThat(heard.turn().source()).isEqualTo(TurnSource.PROVIDER);
        assertThat(log.after(session.id(), 0, 10)).hasSize(1);
    }

    @Test
    void otherWordsOfTheProviderBecomeTheWordsShownAndTheRelaysAnswerStays() {
        var relayed = log.append(session.id(), line("item_1", "Yes"));
        log.append(session.id(), line("item_2", "No."));
        log.hear(session.id(), line("item_1", "Yes, it hurts."));
        log.hear(session.id(), line("item_1", "Yes, it hurts.")); // again is nothing new

        assertThat(log.inReadingOrder(now())).extracting(Turn::text).containsExactly("Yes, it hurts.", "No.");
        assertThat(log.inReadingOrder(now())).extracting(Turn::revised).containsExactly(true, null);
        assertThat(log.after(session.id(), 0, 10))
                .extracting(EventDao.Row::type)
                .containsExactly("turn", "turn", "turn_revised");
        assertThat(log.append(session.id(), line("item_1", "Yes")).turn()).isEqualTo(relayed.turn());
        assertThat(log.append(session.id(), line("item_1", "Yes, it hurts.")).created())
                .isFalse();
        assertFails(Failure.ITEM_CONFLICT, () -> log.append(session.id(), line("item_1", "Perhaps.")));
    }

    @Test
    void aRevisionIsPartOfTheSummary() {
        log.append(session.id(), line("item_1", "Yes"));
        String before = log.summary(now()).digest();
        log.hear(session.id(), line("item_1", "Yes, it hurts."));

        assertThat(log.summary(now()).digest()).isNotEqualTo(before);
        assertThat(log.summary(now()).turnCount()).isEqualTo(1);
    }

    @Test
    void aTranscriptGoesExactlyAsFarAsTheNumberBesideIt() {
        log.append(session.id(), line("item_1", "Yes"));
        Session before = now();
        log.append(session.id(), line("item_2", "No."));
        log.hear(session.id(), line("item_1", "Yes, it hurts."));

        assertThat(log.inReadingOrder(before)).extracting(Turn::text).containsExactly("Yes");
        assertThat(log.summary(before).lastSeq()).isEqualTo(1);
        assertThat(log.summary(before).turnCount()).isEqualTo(1);
    }

    /** The session as its row says now. */
    private Session now() {
        return database.read()
                .withExtension(SessionDao.class, sessions -> sessions.find(session.id()))
                .orElseThrow();
    }

    private void endNow(Duration grace) {
        database.commits().commit(session.id(), transaction -> {
            long now = clock.millis();
            transaction.dao(SessionDao.class).end(session.id(), now, now + grace.toMillis());
            return true;
        });
    }

    private static void assertFails(Failure failure, Callable<?> call) {
        assertThatThrownBy(call::call)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.failure()).isEqualTo(failure));
    }

    static TranscriptLine line(String item, String text) {
        return new TranscriptLine(item, Role.STUDENT, text, true, null, null, null, null, null);
    }
}
