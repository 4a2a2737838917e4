package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.contract.WireJson;
import dev.viva.model.Role;
import dev.viva.model.TranscriptLine;
import dev.viva.model.Turn;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.testing.Databases;
import dev.viva.testing.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** The reading order does not depend on how lines arrive: late, twice, in any order, corrected by the provider. */
class ReadingOrderPropertyTest {
    private static final Instant BEGUN = Instant.parse("2026-11-02T10:00:00Z");
    private static final TestClock CLOCK = new TestClock();

    private static Path folder = Path.of("");
    private static @Nullable Database database;

    @BeforeContainer
    static void open() throws Exception {
        folder = Files.createTempDirectory("reading-order");
        database = Databases.open(folder);
    }

    @AfterContainer
    static void close() throws Exception {
        database().stop();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Database database() {
        if (database == null) {
            throw new IllegalStateException("it is opened first");
        }
        return database;
    }

    @Property(tries = 500)
    void followsPredecessors(@ForAll @IntRange(min = 1, max = 40) int count, @ForAll Random random) {
        var spoken =
                IntStream.range(0, count).mapToObj(i -> line(i, i > 0, false)).toList();

        assertThat(read(shuffled(spoken, random))).isEqualTo(items(spoken));
    }

    @Property(tries = 500)
    void usesTimesIfSomePredecessorsAreUnknown(@ForAll @IntRange(min = 1, max = 40) int count, @ForAll Random random) {
        var spoken = IntStream.range(0, count)
                .mapToObj(i -> line(i, i > 0 && random.nextBoolean(), true))
                .toList();

        assertThat(read(shuffled(spoken, random))).isEqualTo(items(spoken));
    }

    @Property(tries = 500)
    void keepsTheOrderWhileLinesAreMissing(@ForAll @IntRange(min = 1, max = 40) int count, @ForAll Random random) {
        var spoken = IntStream.range(0, count)
                .mapToObj(i -> line(i, i > 0 && random.nextBoolean(), true))
                .filter(line -> random.nextInt(3) > 0)
                .toList();

        assertThat(read(shuffled(spoken, random))).isEqualTo(items(spoken));
    }

    @Property(tries = 500)
    void losesAndDuplicatesNothingForAnyPredecessors(
            @ForAll @IntRange(min = 1, max = 30) int count, @ForAll Random random) {
        var spoken =
                IntStream.range(0, count).mapToObj(i -> any(i, random, count)).toList();
        var read = read(shuffled(spoken, random));

        assertThat(read).containsExactlyInAnyOrderElementsOf(items(spoken));
        // Outside of cycles each line follows its predecessor.
        for (TranscriptLine line : spoken) {
            if (!inCircle(line, spoken) && read.contains(line.previousItemId())) {
                assertThat(read.indexOf(line.itemId())).isGreaterThan(read.indexOf(line.previousItemId()));
            }
        }
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void isStableAcrossRepeatsAndProviderText(@ForAll @IntRange(min = 1, max = 12) int count, @ForAll Random random) {
        var log = new TranscriptLog(database(), Databases.NAMES, WireJson.mapper(), CLOCK);
        Session session = Databases.session(database(), CLOCK);
        Instant begun = CLOCK.instant();
        CLOCK.advance(Duration.ofSeconds(count));
        var spoken = IntStream.range(0, count)
                .mapToObj(i -> line(i, i > 0 && random.nextBoolean(), true, begun))
                .toList();
        var corrected = new HashSet<String>();
        for (TranscriptLine line : shuffled(spoken, random)) {
            CLOCK.advance(Duration.ofSeconds(random.nextInt(5)));
            log.append(session.id(), line);
            if (random.nextInt(3) == 0) {
                log.appendFromProvider(session.id(), words(line, line.text() + ", truly"));
                corrected.add(line.itemId());
            }
            if (random.nextInt(3) == 0) {
                assertThat(log.append(session.id(), line).created()).isFalse();
            }
        }

        var turns = log.inReadingOrder(now(session));
        assertThat(turns).extracting(Turn::itemId).isEqualTo(items(spoken));
        assertThat(turns)
                .allSatisfy(
                        turn -> assertThat(turn.text().endsWith("truly")).isEqualTo(corrected.contains(turn.itemId())));
    }

    private static Session now(Session session) {
        return database()
                .read()
                .withExtension(SessionDao.class, sessions -> sessions.find(session.id()))
                .orElseThrow();
    }

    private static TranscriptLine line(int i, boolean previousKnown, boolean timeKnown) {
        return line(i, previousKnown, timeKnown, BEGUN);
    }

    private static TranscriptLine line(int i, boolean previousKnown, boolean timeKnown, Instant begun) {
        return new TranscriptLine(
                "i" + i,
                i % 2 == 0 ? Role.STUDENT : Role.PATIENT,
                "words " + i,
                true,
                previousKnown ? "i" + (i - 1) : null,
                timeKnown ? begun.plusSeconds(i) : null,
                null,
                null,
                null);
    }

    private static TranscriptLine any(int i, Random random, int count) {
        String previous = random.nextInt(3) == 0 ? null : "i" + random.nextInt(count + 2);
        Instant begun = random.nextBoolean() ? null : BEGUN.plusSeconds(random.nextInt(10));
        return new TranscriptLine("i" + i, Role.STUDENT, "words", true, previous, begun, null, null, null);
    }

    private static TranscriptLine words(TranscriptLine line, String text) {
        return new TranscriptLine(
                line.itemId(), line.role(), text, true, line.previousItemId(), line.startedAt(), null, null, null);
    }

    /** Whether following the predecessors leads into a cycle. */
    private static boolean inCircle(TranscriptLine line, List<TranscriptLine> all) {
        TranscriptLine at = line;
        for (int steps = 0; steps <= all.size(); steps++) {
            String previous = at.previousItemId();
            var before = all.stream()
                    .filter(other -> other.itemId().equals(previous))
                    .findFirst();
            if (before.isEmpty()) {
                return false;
            }
            at = before.get();
        }
        return true;
    }

    private static List<TranscriptLine> shuffled(List<TranscriptLine> spoken, Random random) {
        var arrival = new ArrayList<>(spoken);
        Collections.shuffle(arrival, random);
        return arrival;
    }

    private static List<String> items(List<TranscriptLine> spoken) {
        return spoken.stream().map(TranscriptLine::itemId).toList();
    }

    /** The reading order of lines that are stored in the order given. */
    private static List<String> read(List<TranscriptLine> arrival) {
        var turns = new ArrayList<Turn>();
        for (TranscriptLine line : arrival) {
            turns.add(ReadingOrderTest.stored(line, turns.size() + 1));
        }
        return ReadingOrder.of(turns).stream().map(Turn::itemId).toList();
    }
}
