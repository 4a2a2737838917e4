package dev.viva.voice.sideband;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import dev.viva.contract.WireJson;
import dev.viva.limits.HeldText;
import dev.viva.model.Role;
import dev.viva.model.TranscriptLine;
import dev.viva.problem.ProblemException;
import dev.viva.problem.Secret;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallListener;
import dev.viva.realtime.CallRules;
import dev.viva.realtime.ProviderObserver;
import dev.viva.realtime.RealtimeConfiguration;
import dev.viva.realtime.Speaker;
import dev.viva.session.RecentActivity;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.session.SessionRow;
import dev.viva.storage.Database;
import dev.viva.storage.Transaction.Sql;
import dev.viva.testing.Databases;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.transcript.EventHub;
import dev.viva.transcript.TranscriptLog;
import dev.viva.transcript.Transcripts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the provider has not reported when a sideband stops listening is noted, however it stops. */
class UnreportedLinesTest {
    private static final Duration LEASE = Duration.ofSeconds(15);
    /** Leases are renewed at every fifth poll. */
    private static final int POLLS_PER_RENEWAL = 5;

    private static final Set<Thread.State> WAITING = EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);
    private static final Duration LATE_FINALS = Duration.ofSeconds(10);
    private static final Duration MAX_REPORT_DELAY = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final MetricRegistry metrics = new MetricRegistry();
    private final FakeProvider provider = new FakeProvider();
    private final FakeLeases leases = new FakeLeases();
    private final FakeFunctions functions = new FakeFunctions();
    private Database database;
    private TranscriptLog log;
    private Sidebands sidebands;
    private Session session;

    @BeforeEach
    void start() throws Exception {
        database = Databases.open(folder);
        log = new TranscriptLog(database, Databases.NAMES, WireJson.mapper(), clock);
        var notes = new CallNotes(
                new Transcripts(log, new EventHub(6, clock, clock::nanoTime, metrics), new HeldText(metrics)),
                new RecentActivity(),
                (session, call, tokens) -> {},
                ProviderObserver.NONE,
                metrics,
                clock);
        sidebands = new Sidebands(
                provider,
                new CallHandling(notes, functions),
                session -> new CallRules(new Secret("Play the patient."), RealtimeConfiguration.DEFAULTS.speech(null)),
                new CallLeases(leases, true, LEASE, Duration.ofMinutes(1), () -> 0),
                (session, call) -> {},
                clock);
        session = Databases.session(database, clock);
        call(1);
        relay("made_up", "I feel much better now.");
        sideband().on(new CallEvent.ItemAdded("spoken", null, Speaker.STUDENT));
    }

    @AfterEach
    void stop() throws Exception {
        sidebands.close();
        database.stop();
    }

    @Test
    void areNotedWhileTheEndedSessionStillTakesMarks() {
        end();
        sideband().on(new CallEvent.Detached(CallEvent.Detached.Cause.CLOSED));
        assertThat(unconfirmed()).as("before a poll").isEmpty();
        sidebands.reconcile(List.of());

        Until.isTrue("the line is marked", () -> unconfirmed().equals(List.of("made_up")));
        assertThat(events("transcript_error")).isOne();
        assertThat(sidebands.open()).as("it still listens").isOne();
    }

    /** A call that cannot be hung up goes on. */
    @Test
    void areNotedInTimeThoughTheCallGoesOn() {
        end();
        for (int poll = 0; poll < 5; poll++) {
            sidebands.reconcile(List.of());
        }

        Until.isTrue("the line is marked", () -> unconfirmed().equals(List.of("made_up")));
        assertThat(events("transcript_error")).isOne();
    }

    @Test
    void areNotedWhenAnotherCallReplacesTheirs() {
        call(2);

        Until.isTrue("the line is marked", () -> unconfirmed().equals(List.of("made_up")));
        assertThat(events("transcript_error")).isOne();
    }

    @Test
    void areMarkedWhenAnotherReplicaTakesTheCallOver() {
        clock.advance(Duration.ofSeconds(6));
        relay("just_said", "Where does it hurt?");
        leases.giveToAnother("sideband:rtc_1");
        for (int poll = 0; poll < POLLS_PER_RENEWAL; poll++) {
            sidebands.renewLeases();
        }

        sidebands.close(); // waits
        assertThat(unconfirmed()).containsExactly("made_up");
        assertThat(events("transcript_error"))
                .as("the other replica may still get the transcript")
                .isZero();
    }

    /** Reports wait while the database is out. They count, though the sideband is closed meanwhile. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void areNotThoseWhoseReportHadArrived(boolean replaced) throws Exception {
        var closing = new Thread(sidebands::close);
        provider.holdBack(() -> Until.isTrue("the close waits", () -> WAITING.contains(closing.getState())));
        clock.advance(Duration.ofSeconds(6));
        provider.rest(new CallEvent.PatientTranscribed("made_up", "I feel much better now.", null));
        provider.rest(new CallEvent.StudentTranscribed("spoken", "Since when?", null));
        if (replaced) {
            call(2);
        }
        closing.start();
        closing.join();

        assertThat(unconfirmed()).isEmpty();
        assertThat(events("transcript_error")).isZero();
        assertThat(log.inReadingOrder(
                        SessionRow.find(database.reads(), session.id()).orElseThrow()))
                .extracting(turn -> turn.itemId())
                .containsExactly("made_up", "spoken");
    }

    /** The patient could speak of no result any more. */
    @Test
    void countWithoutTheFunctionsThatHadArrivedToo() {
        var asked = new AtomicInteger();
        functions.meanwhile(asked::incrementAndGet);
        provider.rest(new CallEvent.FunctionsCalled(
                List.of(new CallEvent.FunctionCall("item_1", "call_1", "examine", "{}"))));
        provider.rest(new CallEvent.PatientTranscribed("made_up", "I feel much better now.", null));
        call(2);

        sidebands.close(); // waits
        assertThat(unconfirmed()).isEmpty();
        assertThat(asked).hasValue(0);
    }

    /** While writes fail and reads do not, the reconciler must not wait: it looks after all calls. */
    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void areMarkedByALaterPollWhenTheDiskWasFull() {
        relay("made_up_too", "much better ".repeat(1_500));
        clock.advance(MAX_REPORT_DELAY);
        pages(1);
        assertThatThrownBy(() -> sidebands.reconcile(List.of(session))).isInstanceOf(ProblemException.class);

        pages(1_000_000);
        clock.advance(Duration.ofSeconds(5));
        sidebands.reconcile(List.of(session));
        assertThat(unconfirmed()).containsExactly("made_up", "made_up_too");
    }

    /** Two replicas may follow a call for some seconds. */
    @Test
    void aFailedResponseGivesOneWarning() {
        for (var id : List.of("resp_1", "resp_1", "resp_2")) {
            sideband().on(new CallEvent.ResponseDone(id, "failed", "server_error", CallEvent.Usage.NONE));
        }

        assertThat(events("warning")).isEqualTo(2);
    }

    private void call(int number) {
        String callId = "rtc_" + number;
        session = database.commits()
                .commit(
                        session.id(),
                        transaction -> SessionRow.setCall(transaction, session.id(), callId, number, clock.millis()));
        sidebands.begin(session);
        sideband().on(new CallEvent.Attached());
    }

    private CallListener sideband() {
        return provider.listener(String.valueOf(session.call().id()));
    }

    private void relay(String itemId, String words) {
        log.append(session.id(), new TranscriptLine(itemId, Role.PATIENT, words, true, null, null, null, null, null));
    }

    private void end() {
        long now = clock.millis();
        database.commits()
                .run(
                        session.id(),
                        transaction ->
                                transaction.dao(SessionDao.class).end(session.id(), now, now + LATE_FINALS.toMillis()));
    }

    private List<String> unconfirmed() {
        return log
                .inReadingOrder(SessionRow.find(database.reads(), session.id()).orElseThrow())
                .stream()
                .filter(turn -> turn.unconfirmed() != null)
                .map(turn -> turn.itemId())
                .toList();
    }

    private long events(String type) {
        return Engine.SQLITE
                .jdbi(folder)
                .withHandle(h -> h.createQuery("SELECT COUNT(*) FROM session_event WHERE type = :type")
                        .bind("type", type)
                        .mapTo(Long.class)
                        .one());
    }

    private void pages(int max) {
        var limit = new Sql("PRAGMA max_page_count = " + max);
        database.commits().commit("pages", transaction -> transaction.first(limit, row -> row.getInt(1)));
    }
}
