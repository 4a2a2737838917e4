package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.viva.testing.Databases;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
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
        log = new TranscriptLog(database, Databases.NAMES, WireJson.mapper(), clock);
        session = Databases.session(database, clock);
    }

    @AfterEach
    void close() throws Exception {
        database.stop();
    }

    @Test
    void lastLinesAreThoseShown() throws Exception {
        Session silent = Databases.session(database, clock);
        Session corrected = Databases.session(database, clock);
        log.append(session.id(), line("item_1", "Where?"));
        log.append(session.id(), line("item_2", "How long?"));
        log.appendFromProvider(session.id(), line("item_1", "Where exactly?"));
        log.append(corrected.id(), line("item_1", "What rings you in?"));
        log.appendFromProvider(corrected.id(), line("item_1", "What wrings you in?"));
        log.appendFromProvider(corrected.id(), line("item_1", "What brings you in?"));

        var lines = log.lastLines(List.of(session.id(), silent.id(), corrected.id(), "ses_unknown"));

        assertThat(lines).containsOnlyKeys(session.id(), corrected.id());
        assertThat(lines.get(session.id())).returns("How long?", Turn::text);
        assertThat(lines.get(corrected.id())).returns("What brings you in?", Turn::text);
        assertThat(log.lastLines(List.of())).isEmpty();
    }

    @Test
    void invariant3ParallelRelaysOfOneItemStoreOneRow() throws Exception {
        Callable<Appended> relay = () -> log.append(session.id(), line("item_1", "Yes."));
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = callers
                    .invokeAll(IntStream.range(0, 10).mapToObj(i -> relay).toList())
                    .stream()
                    .map(Future::resultNow)
                    .toList();

            assertThat(answers)
                    .extracting(Appended::turn)
                    .containsOnly(answers.getFirst().turn());
            assertThat(answers).filteredOn(Appended::created).hasSize(1);
        }
        assertThat(log.inReadingOrder(now())).hasSize(1);
    }

    @Test
    void invariant3LineOfAnInterruptedCallerIsStoredOnce() throws Exception {
        var begun = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var held =
                new TranscriptLog(database, Databases.NAMES, WireJson.mapper(), new HeldClock(clock, begun, release));
        var answer = new CompletableFuture<Failure>();
        var caller = Thread.ofVirtual().start(() -> {
            try {
                held.append(session.id(), line("item_1", "Yes."));
            } catch (ProblemException e) {
                answer.complete(e.failure());
            }
        });
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        caller.interrupt(); // the caller gives up during the write
        assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(Failure.STORAGE_UNAVAILABLE);
        release.countDown();

        assertThat(log.append(session.id(), line("item_1", "Yes.")).created()).isFalse();
        assertThat(log.eventsAfter(session.id(), 0, 10)).hasSize(1);
    }

    /** A clock that blocks on its second reading, which happens inside the write. */
    private static final class HeldClock extends Clock {
        private final Clock clock;
        private final CountDownLatch begun;
        private final CountDownLatch release;
        private final AtomicBoolean arrived = new AtomicBoolean();

        private HeldClock(Clock clock, CountDownLatch begun, CountDownLatch release) {
            this.clock = clock;
            this.begun = begun;
            this.release = release;
        }

        @Override
        public Instant instant() {
            if (!arrived.getAndSet(true)) {
                return clock.instant();
            }
            begun.countDown();
            try {
                assertThat(release.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return clock.instant();
        }

        @Override
        public ZoneId getZone() {
            return clock.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return clock.withZone(zone);
        }
    }

    @Test
    void invariant3EqualTextOfTwoItemsIsTwoLines() {
        log.append(session.id(), line("item_1", "Yes."));
        log.append(session.id(), line("item_2", "Yes."));

        assertThat(log.inReadingOrder(now())).extracting(Turn::text).containsExactly("Yes.", "Yes.");
    }

    @Test
    void invariant4ConcurrentWritersNumberWithoutGaps() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 300; i++) {
                String item = "item_" + i % 200; // repeats some items
                callers.submit(() -> log.append(session.id(), line(item, "words of " + item)));
            }
        }

        var rows = log.eventsAfter(session.id(), 0, 1000);
        assertThat(rows)
                .extracting(EventDao.Row::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 200).boxed().toList());
    }

    @Test
    void refusesOtherTextForAStoredItem() {
        log.append(session.id(), line("item_1", "It hurts."));

        assertFails(Failure.ITEM_CONFLICT, () -> log.append(session.id(), line("item_1", "It does not hurt.")));
        assertThat(log.inReadingOrder(now())).extracting(Turn::text).containsExactly("It hurts.");
    }

    @Test
    void marksLateLinesAndRefusesThemAfterTheGraceWindow() {
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
    void firstOfTwoSourcesStoresTheLine() {
        var reported = log.appendFromProvider(session.id(), line("item_1", "Yes."));
        var relayed = log.append(session.id(), line("item_1", "Yes."));

        assertThat(reported.created()).isTrue();
        assertThat(relayed).isEqualTo(new Appended(reported.turn(), false));
        assertThat(reported.turn().source()).isEqualTo(TurnSource.PROVIDER);
        assertThat(log.eventsAfter(session.id(), 0, 10)).hasSize(1);
    }

    @Test
    void providerTextReplacesShownTextButNotTheReceipt() {
        var relayed = log.append(session.id(), line("item_1", "Yes"));
        log.append(session.id(), line("item_2", "No."));
        log.appendFromProvider(session.id(), line("item_1", "Yes, it hurts."));
        log.appendFromProvider(session.id(), line("item_1", "Yes, it hurts.")); // a repeat changes nothing

        assertThat(log.inReadingOrder(now())).extracting(Turn::text).containsExactly("Yes, it hurts.", "No.");
        assertThat(log.inReadingOrder(now())).extracting(Turn::revised).containsExactly(true, null);
        assertThat(log.eventsAfter(session.id(), 0, 10))
                .extracting(EventDao.Row::type)
                .containsExactly("turn", "turn", "turn_revised");
        assertThat(log.append(session.id(), line("item_1", "Yes")).turn()).isEqualTo(relayed.turn());
        assertThat(log.append(session.id(), line("item_1", "Yes, it hurts.")).created())
                .isFalse();
        assertFails(Failure.ITEM_CONFLICT, () -> log.append(session.id(), line("item_1", "Perhaps.")));
    }

    @Test
    void providerSuppliesAMissingPredecessor() {
        log.append(session.id(), spoken("answer", Role.PATIENT, null));
        log.append(session.id(), spoken("question", Role.STUDENT, null));
        log.appendFromProvider(session.id(), spoken("question", Role.STUDENT, null));
        log.appendFromProvider(session.id(), spoken("answer", Role.PATIENT, "question"));

        assertThat(log.inReadingOrder(now())).extracting(Turn::itemId).containsExactly("question", "answer");
        assertThat(log.inReadingOrder(now())).extracting(Turn::revised).containsOnlyNulls();
    }

    @Test
    void providerCorrectsTheRole() {
        log.append(session.id(), spoken("answer", Role.STUDENT, null));
        log.appendFromProvider(session.id(), spoken("answer", Role.PATIENT, null));

        assertThat(log.inReadingOrder(now())).extracting(Turn::role).containsExactly(Role.PATIENT);
        assertThat(log.inReadingOrder(now())).extracting(Turn::revised).containsExactly(true);
    }

    private static TranscriptLine spoken(String itemId, Role role, @Nullable String previous) {
        return new TranscriptLine(itemId, role, "words of " + itemId, true, previous, null, null, null, null);
    }

    /** Two pages with clocks wrong by hours, a line from the sideband between them, and one from an outbox. */
    @Test
    void invariant11OrderAndTimesUseTheServersClock() {
        Duration ahead = Duration.ofHours(3);
        clock.advance(Duration.ofMinutes(1));
        var waited = saidNow("item_1", ahead);
        clock.advance(Duration.ofMinutes(1));
        log.appendFromProvider(session.id(), saidNow("item_2", Duration.ZERO));
        clock.advance(Duration.ofMinutes(1));
        var behind = saidNow("item_3", Duration.ofDays(-400));
        log.append(session.id(), behind);
        clock.advance(Duration.ofMinutes(10));
        var last = saidNow("item_4", ahead);

        log.appendAll(session.id(), List.of(sentNow(waited, ahead), sentNow(last, ahead)));
        Turn again =
                log.append(session.id(), sentNow(behind, Duration.ofDays(-400))).turn();

        var turns = log.inReadingOrder(now());
        assertThat(turns).extracting(Turn::itemId).containsExactly("item_1", "item_2", "item_3", "item_4");
        assertThat(turns)
                .extracting(turn -> Duration.between(session.times().created(), turn.startedAt())
                        .toMinutes())
                .containsExactly(1L, 2L, 3L, 13L);
        assertThat(again).isEqualTo(turns.get(2));
    }

    /** A line spoken and sent now by a client whose clock is ahead. */
    private TranscriptLine saidNow(String item, Duration ahead) {
        Instant at = clock.instant().plus(ahead);
        return new TranscriptLine(item, Role.STUDENT, "Yes.", true, null, at, at, at, null);
    }

    private TranscriptLine sentNow(TranscriptLine line, Duration ahead) {
        return new TranscriptLine(
                line.itemId(),
                line.role(),
                line.text(),
                true,
                null,
                line.startedAt(),
                line.finalizedAt(),
                clock.instant().plus(ahead),
                null);
    }

    @Test
    void summaryIncludesRevisions() {
        log.append(session.id(), line("item_1", "Yes"));
        String before = log.summary(now()).digest();
        log.appendFromProvider(session.id(), line("item_1", "Yes, it hurts."));

        assertThat(log.summary(now()).digest()).isNotEqualTo(before);
        assertThat(log.summary(now()).turnCount()).isEqualTo(1);
    }

    @Test
    void transcriptMatchesItsLastSeq() {
        log.append(session.id(), line("item_1", "Yes"));
        Session before = now();
        log.append(session.id(), line("item_2", "No."));
        log.appendFromProvider(session.id(), line("item_1", "Yes, it hurts."));

        assertThat(log.inReadingOrder(before)).extracting(Turn::text).containsExactly("Yes");
        assertThat(log.summary(before).lastSeq()).isEqualTo(1);
        assertThat(log.summary(before).turnCount()).isEqualTo(1);
    }

    /** The session as stored now. */
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
