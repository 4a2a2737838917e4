package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.contract.WireJson;
import dev.viva.model.EventType;
import dev.viva.model.LineStatus;
import dev.viva.model.Role;
import dev.viva.model.SessionEvent;
import dev.viva.model.TranscriptLine;
import dev.viva.model.Turn;
import dev.viva.model.TurnSource;
import dev.viva.session.Ids;
import dev.viva.session.Sequence;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.testing.Databases;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import dev.viva.transcript.ClientLines.Relay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Lines that are stored at once have the results that they have one by one. */
@ParameterizedClass
@EnumSource(Engine.class)
class ClientLinesTest {
    private static final List<String> TEXTS =
            List.of("Hello.", "Hello, I'm Tom, a physio student.", "Is it OK if I examine you?", "Where does it hurt?");

    @Parameter
    Engine engine;

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private Database database;
    private TranscriptLog log;
    private ClientLines lines;

    @BeforeEach
    void open() throws Exception {
        database = Databases.open(engine, folder);
        log = log(database);
        var json = new EventJson(WireJson.mapper());
        lines = new ClientLines(new Lines(json, true), json, clock::instant);
    }

    @AfterEach
    void close() throws Exception {
        database.stop();
    }

    private TranscriptLog log(Database of) {
        return new TranscriptLog(of, Databases.NAMES, WireJson.mapper(), clock);
    }

    /** What is relayed, by the place of its session in a list. */
    private record Sent(int session, List<TranscriptLine> lines) {}

    /** What came of a line. */
    private record Outcome(LineStatus status, @Nullable Long seq) {}

    @Test
    void invariant4LinesStoredAtOnceEqualLinesStoredOneByOne() {
        var random = new Random(4);
        for (int round = 0; round < 12; round++) {
            List<String> together = sessions();
            List<String> alone = sessions();
            for (int batch = 0; batch < 3; batch++) {
                List<Sent> sent = Stream.generate(() -> sent(random)).limit(90).toList();
                List<List<Outcome>> atOnce = relay(together, sent);
                List<List<Outcome>> oneByOne = sent.stream()
                        .map(each -> relay(alone, List.of(each)).getFirst())
                        .toList();
                assertThat(atOnce).isEqualTo(oneByOne);
            }
            for (int i = 0; i < together.size(); i++) {
                assertThat(told(together.get(i))).isEqualTo(told(alone.get(i)));
                assertGapless(together.get(i));
            }
        }
    }

    /** Sessions that are open, open, in their grace window, over, almost full, and unknown. */
    private List<String> sessions() {
        List<String> ids = new ArrayList<>(
                Stream.generate(() -> Databases.session(database, clock).id())
                        .limit(5)
                        .toList());
        end(ids.get(2), Duration.ofMinutes(1));
        end(ids.get(3), Duration.ZERO);
        engine.jdbi(folder)
                .useHandle(
                        h -> h.execute("UPDATE session SET last_seq = ? WHERE id = ?", Sequence.MAX - 4, ids.get(4)));
        ids.add(Ids.session());
        return ids;
    }

    private void end(String id, Duration grace) {
        long now = clock.millis();
        database.commits()
                .run(id, transaction -> transaction.dao(SessionDao.class).end(id, now, now + grace.toMillis()));
    }

    private static Sent sent(Random random) {
        List<TranscriptLine> several = Stream.generate(
                        () -> line("item_" + random.nextInt(30), TEXTS.get(random.nextInt(TEXTS.size()))))
                .limit(1 + random.nextInt(3))
                .toList();
        return new Sent(random.nextInt(6), several);
    }

    private static TranscriptLine line(String item, String text) {
        return new TranscriptLine(item, Role.STUDENT, text, true, null, null, null, null, null);
    }

    /** In one transaction. */
    private List<List<Outcome>> relay(List<String> sessions, List<Sent> sent) {
        var relays = sent.stream()
                .map(each -> new Relay(
                        sessions.get(each.session()),
                        each.lines().stream()
                                .map(line -> Prepared.of(line, Set::of))
                                .toList(),
                        TurnSource.CLIENT,
                        clock.instant()))
                .toList();
        return database.commits().commit("~", transaction -> lines.apply(transaction, relays)).stream()
                .map(results -> results.stream().map(ClientLinesTest::outcome).toList())
                .toList();
    }

    private static Outcome outcome(Relayed relayed) {
        Turn turn = relayed.turn();
        return new Outcome(relayed.status(), turn == null ? null : turn.seq());
    }

    /** A session's events without their session. */
    private List<List<Object>> told(String session) {
        var json = new EventJson(WireJson.mapper());
        return log.eventsAfter(session, 0, 1_000).stream()
                .map(row -> {
                    SessionEvent event = json.read(row.payload());
                    return List.<Object>of(
                            row.seq(), row.type(), List.of(String.valueOf(event.turn()), String.valueOf(event.gate())));
                })
                .toList();
    }

    private void assertGapless(String session) {
        var rows = log.eventsAfter(session, 0, 1_000);
        long first = rows.isEmpty() ? 1 : rows.getFirst().seq();
        assertThat(rows)
                .extracting(EventDao.Row::seq)
                .containsExactlyElementsOf(
                        LongStream.range(first, first + rows.size()).boxed().toList());
    }

    /** Both replicas store the same items in the same sessions, each in batches of several sessions. */
    @Test
    void invariant3ReplicasStoreEachItemOnceAndNeverDeadlock() throws Exception {
        List<String> sessions = Stream.generate(
                        () -> Databases.session(database, clock).id())
                .limit(8)
                .toList();
        Database another = Databases.open(engine, folder);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var logs = List.of(log, log(another));
            for (int i = 0; i < 800; i++) {
                TranscriptLine line = line("item_" + i / 16, "words");
                String session = sessions.get(i / 2 % sessions.size());
                TranscriptLog replica = logs.get(i % 2);
                callers.submit(() -> replica.append(session, line));
            }
        } finally {
            another.stop();
        }

        for (String session : sessions) {
            var rows = log.eventsAfter(session, 0, 1_000);
            assertThat(rows).hasSize(50).extracting(EventDao.Row::type).containsOnly(EventType.TURN.toString());
            assertThat(rows)
                    .extracting(EventDao.Row::seq)
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 50)
                            .mapToLong(i -> i)
                            .boxed()
                            .toList());
        }
        if (engine == Engine.POSTGRESQL) {
            assertThat(database.read()
                            .<Long, RuntimeException>withHandle(h -> h.createQuery(
                                            "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
                                    .mapTo(Long.class)
                                    .one()))
                    .isZero();
        }
    }
}
