package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.contract.WireJson;
import dev.viva.model.EventType;
import dev.viva.model.GatePassed;
import dev.viva.model.GateStep;
import dev.viva.model.Role;
import dev.viva.model.SessionEvent;
import dev.viva.model.TranscriptLine;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.testing.Databases;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
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
class OpeningStepsTest {
    @Parameter
    Engine engine;

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private Database database;
    private Database otherReplica;
    private TranscriptLog log;
    private Session session;

    @BeforeEach
    void open() throws Exception {
        database = Databases.open(engine, folder);
        otherReplica = Databases.open(engine, folder);
        log = log(database);
        session = Databases.session(database, clock);
    }

    @AfterEach
    void close() throws Exception {
        otherReplica.stop();
        database.stop();
    }

    @Test
    void stepIsToldAfterItsLineAndOnce() {
        relay("item_1", Role.STUDENT, "Hello.");
        relay("item_2", Role.PATIENT, "Hello.");
        relay("item_3", Role.STUDENT, "Hello again, is it OK if I examine you?");
        relay("item_1", Role.STUDENT, "Hello.");

        assertThat(events())
                .extracting(SessionEvent::type)
                .containsExactly(EventType.TURN, EventType.GATE, EventType.TURN, EventType.TURN, EventType.GATE);
        assertThat(passed())
                .containsExactly(
                        new GatePassed(GateStep.GREETING, "item_1"), new GatePassed(GateStep.CONSENT, "item_3"));
    }

    @Test
    void oneLineMayPassSeveralSteps() {
        relay("item_1", Role.STUDENT, "Hello, I'm Tom, a physio student. Can you confirm your name and date of birth?");

        assertThat(passed())
                .extracting(GatePassed::step)
                .containsExactly(GateStep.GREETING, GateStep.INTRODUCTION, GateStep.IDENTITY);
        assertGapless();
    }

    @Test
    void introductionMayTakeTwoLines() {
        relay("item_1", Role.STUDENT, "I'm Tom.");
        relay("item_2", Role.STUDENT, "I'm a physiotherapy student.");

        assertThat(passed()).containsExactly(new GatePassed(GateStep.INTRODUCTION, "item_2"));
    }

    @Test
    void patientPassesNothing() {
        relay(
                "item_1",
                Role.PATIENT,
                "Hello, I'm Tom, I'm a student. What's your name? Is it OK if I ask you something?");
        log.appendFromProvider(session.id(), line("item_2", Role.PATIENT, "Hello."));

        assertThat(passed()).isEmpty();
    }

    @Test
    void revisedTextMayPassAStepAndTakesNoneBack() {
        relay("item_1", Role.STUDENT, "Yellow.");
        relay("item_2", Role.STUDENT, "What's your name?");
        log.appendFromProvider(session.id(), line("item_1", Role.STUDENT, "Hello."));
        log.appendFromProvider(session.id(), line("item_1", Role.STUDENT, "Hello."));
        log.appendFromProvider(session.id(), line("item_2", Role.STUDENT, "What's your game?"));

        assertThat(passed())
                .containsExactly(
                        new GatePassed(GateStep.IDENTITY, "item_2"), new GatePassed(GateStep.GREETING, "item_1"));
        assertGapless();
    }

    @Test
    void lineOfTheProviderPassesAStep() {
        log.appendFromProvider(session.id(), line("item_1", Role.STUDENT, "Good morning."));
        relay("item_1", Role.STUDENT, "Good morning.");

        assertThat(passed()).containsExactly(new GatePassed(GateStep.GREETING, "item_1"));
    }

    @Test
    void typedLinePassesAStep() {
        for (int i = 0; i < 2; i++) {
            database.commits()
                    .run(
                            session.id(),
                            transaction -> log.appendTyped(
                                    transaction, session.id(), line("item_1", Role.STUDENT, "Good morning.")));
        }

        assertThat(passed()).containsExactly(new GatePassed(GateStep.GREETING, "item_1"));
    }

    @Test
    void batchPassesAStepOnce() {
        log.appendAll(
                session.id(), List.of(line("item_1", Role.STUDENT, "Hello."), line("item_2", Role.STUDENT, "Hello!")));
        log.appendAll(session.id(), List.of(line("item_1", Role.STUDENT, "Hello.")));

        assertThat(passed()).containsExactly(new GatePassed(GateStep.GREETING, "item_1"));
    }

    @Test
    void replicasStoreAStepOnce() throws Exception {
        var replicas = List.of(log, log(otherReplica));
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var relays = IntStream.range(0, 12)
                    .<Callable<Appended>>mapToObj(i -> () ->
                            replicas.get(i % 2).append(session.id(), line("item_" + i / 2, Role.STUDENT, "Hello.")))
                    .toList();
            for (var answer : callers.invokeAll(relays)) {
                answer.get();
            }
        }

        assertThat(passed()).extracting(GatePassed::step).containsExactly(GateStep.GREETING);
        assertThat(events()).filteredOn(event -> event.type() == EventType.TURN).hasSize(6);
        assertGapless();
    }

    private void assertGapless() {
        assertThat(events())
                .extracting(SessionEvent::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, now().lastSeq()).boxed().toList());
    }

    private List<GatePassed> passed() {
        return events().stream()
                .filter(event -> event.type() == EventType.GATE)
                .map(SessionEvent::gate)
                .toList();
    }

    private List<SessionEvent> events() {
        var json = new EventJson(WireJson.mapper());
        return log.eventsAfter(session.id(), 0, 100).stream()
                .map(row -> json.read(row.payload()))
                .toList();
    }

    private Session now() {
        return database.read()
                .withExtension(SessionDao.class, sessions -> sessions.find(session.id()))
                .orElseThrow();
    }

    private void relay(String item, Role role, String text) {
        log.append(session.id(), line(item, role, text));
    }

    private TranscriptLog log(Database of) {
        return new TranscriptLog(of, Databases.NAMES, WireJson.mapper(), clock);
    }

    private static TranscriptLine line(String item, Role role, String text) {
        return new TranscriptLine(item, role, text, true, null, null, null, null, null);
    }
}
