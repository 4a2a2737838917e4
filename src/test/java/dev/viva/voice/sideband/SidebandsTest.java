package dev.viva.voice.sideband;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import dev.viva.contract.WireJson;
import dev.viva.limits.HeldText;
import dev.viva.model.Phase;
import dev.viva.model.SessionState;
import dev.viva.problem.Secret;
import dev.viva.realtime.CallEnd;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallRules;
import dev.viva.realtime.ProviderObserver;
import dev.viva.realtime.RealtimeConfiguration;
import dev.viva.session.RecentActivity;
import dev.viva.session.Session;
import dev.viva.storage.Database;
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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which replica attaches to which call, and when it detaches. */
class SidebandsTest {
    private static final Duration LEASE = Duration.ofSeconds(15);
    /** Leases are renewed at every fifth poll. */
    private static final int POLLS_PER_RENEWAL = 5;

    private static final Set<Thread.State> WAITING = EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final AtomicLong nanos = new AtomicLong();
    private final FakeProvider provider = new FakeProvider();
    private final FakeLeases leases = new FakeLeases();
    private final FakeFunctions functions = new FakeFunctions();
    private Database database;
    private Supplier<Sidebands> replica;
    private Sidebands sidebands;
    private final AtomicReference<String> endedCall = new AtomicReference<>();

    @BeforeEach
    void start() throws Exception {
        database = Databases.open(folder);
        var metrics = new MetricRegistry();
        var transcripts = new Transcripts(
                new TranscriptLog(database, Databases.NAMES, WireJson.mapper(), clock),
                new EventHub(6, clock, clock::nanoTime, metrics),
                new HeldText(metrics));
        var notes = new CallNotes(
                transcripts,
                new RecentActivity(),
                (session, call, tokens) -> {},
                ProviderObserver.NONE,
                metrics,
                clock);
        var callLeases = new CallLeases(leases, true, LEASE, Duration.ofMinutes(1), nanos::get);
        replica = () -> new Sidebands(
                provider,
                new CallHandling(notes, functions),
                session -> new CallRules(new Secret("Play the patient."), RealtimeConfiguration.DEFAULTS.speech(null)),
                callLeases,
                (session, call) -> endedCall.set(session + " " + call),
                clock);
        sidebands = replica.get();
    }

    @AfterEach
    void stop() throws Exception {
        sidebands.close();
        database.stop();
    }

    @Test
    void opensOneSidebandPerCall() {
        sidebands.begin(session("rtc_1"));
        poll(2 * POLLS_PER_RENEWAL, session("rtc_1"));

        assertThat(provider.observed()).containsExactly("rtc_1");
        assertThat(provider.listenedTo()).containsExactly("rtc_1");
    }

    @Test
    void answersFunctionsInTheBackground() {
        sidebands.begin(session("rtc_1"));
        call("examine");

        Until.isTrue("it is answered", () -> provider.answered().equals(List.of(Map.of("call_1", "examine in ses_1"))));
    }

    @Test
    void sendsOutputAgainOnceTheSidebandIsAttached() {
        sidebands.begin(session("rtc_1"));
        provider.refuseUpdates(true);
        call("examine");
        call("other");
        Until.isTrue("both are refused", () -> provider.refusedAnswers() == 2);
        provider.refuseUpdates(false);
        provider.listener("rtc_1").on(new CallEvent.Attached());

        Until.isTrue("both are sent", () -> provider.answered().size() == 1);
        assertThat(provider.answered().getFirst()).containsOnlyKeys("call_1", "call_2");
    }

    @Test
    void asksAgainAfterAResponseThatTheStudentBegan() {
        sidebands.begin(session("rtc_1"));
        call("examine");
        Until.isTrue("it is answered", () -> provider.answered().size() == 1);
        responseEnds(); // the one that called the function: it may be told after the output was sent
        refuse("wish_1");
        responseEnds();

        Until.isTrue("the patient is asked again", () -> provider.answered().size() == 2);
        assertThat(provider.answered().getLast()).isEmpty();
    }

    @Test
    void asksAgainOnceItIsAttachedIfItCouldNotBefore() {
        sidebands.begin(session("rtc_1"));
        call("examine");
        Until.isTrue("it is answered", () -> provider.answered().size() == 1);
        provider.refuseUpdates(true);
        refuse("wish_1");
        responseEnds();
        Until.isTrue("it cannot ask", () -> provider.refusedAnswers() == 1);
        provider.refuseUpdates(false);
        provider.listener("rtc_1").on(new CallEvent.Attached());

        Until.isTrue("the patient is asked again", () -> provider.answered().size() == 2);
    }

    @Test
    void leavesARefusalOfThePagesOwnWishToThePage() {
        sidebands.begin(session("rtc_1"));
        call("examine");
        Until.isTrue("it is answered", () -> provider.answered().size() == 1);
        refuse("event_viva_reply");
        refuse(null);
        responseEnds();
        call("other");

        sidebands.close(); // finishes what it still sends
        assertThat(provider.answered()).extracting(Map::keySet).containsExactly(Set.of("call_1"), Set.of("call_2"));
    }

    private void refuse(@Nullable String wish) {
        provider.listener("rtc_1").on(new CallEvent.ProviderError("conversation_already_has_active_response", wish));
    }

    private void responseEnds() {
        provider.listener("rtc_1").on(new CallEvent.ResponseDone(null, "completed", null, CallEvent.Usage.NONE));
    }

    /** Another replica learns of no function that was called before it attached. */
    @Test
    void sendsAnAnswerInTheMakingBeforeItCloses() {
        sidebands.begin(session("rtc_1"));
        var closing = new Thread(sidebands::close);
        functions.meanwhile(() -> {
            closing.start();
            Until.isTrue("the close waits", () -> WAITING.contains(closing.getState()));
        });
        call("examine");

        Until.isTrue("it is closed", () -> closing.getState() == Thread.State.TERMINATED);
        assertThat(provider.answered()).containsExactly(Map.of("call_1", "examine in ses_1"));
        assertThat(leases.held()).isEmpty();
    }

    private void call(String function) {
        String callId = function.equals("examine") ? "call_1" : "call_2";
        provider.listener("rtc_1")
                .on(new CallEvent.FunctionsCalled(
                        List.of(new CallEvent.FunctionCall("item_1", callId, function, "{}"))));
    }

    @Test
    void attachesToAReplacingCall() {
        sidebands.begin(session("rtc_1"));
        sidebands.begin(session("rtc_2"));

        assertThat(provider.listenedTo()).containsExactly("rtc_2");
        assertThat(leases.held()).containsExactly("sideband:rtc_2");
    }

    /** The list of live calls may be seconds old, when Redis is slow. */
    @Test
    void keepsTheNewerCallWhenTheListStillHasTheOlderOne() {
        sidebands.begin(session("rtc_1"));
        sidebands.begin(session("rtc_2"));
        poll(POLLS_PER_RENEWAL, session("rtc_1"));

        assertThat(provider.listenedTo()).containsExactly("rtc_2");
        assertThat(leases.held()).containsExactly("sideband:rtc_2");
    }

    @Test
    void keepsTheLaterInstructionsWhenTheListStillHasTheEarlierPhase() {
        sidebands.begin(session("rtc_1"));
        sidebands.instruct(session("rtc_1", Phase.OBJECTIVE));
        Until.isTrue("they are sent", () -> provider.updates() == 1);
        poll(1, session("rtc_1"));
        sidebands.close();

        assertThat(provider.updates()).isOne();
    }

    @Test
    void takesOverACallOnceTheOtherReplicasLeaseExpires() {
        leases.giveToAnother("sideband:rtc_1");
        poll(2 * POLLS_PER_RENEWAL, session("rtc_1"));
        assertThat(provider.observed()).isEmpty();

        leases.free("sideband:rtc_1");
        poll(POLLS_PER_RENEWAL, session("rtc_1"));
        assertThat(provider.listenedTo()).containsExactly("rtc_1");
    }

    @Test
    void detachesWhenAnotherReplicaTakesTheLease() {
        sidebands.begin(session("rtc_1"));
        leases.giveToAnother("sideband:rtc_1");
        poll(POLLS_PER_RENEWAL, session("rtc_1"));

        assertThat(provider.listenedTo()).isEmpty();
        assertThat(sidebands.open()).isZero();
    }

    /** A busy machine polls less often than once a second. Its leases must not expire meanwhile. */
    @Test
    void renewsInTimeThoughPollsAreSlow() {
        sidebands.begin(session("rtc_1"));
        poll(1, session("rtc_1"));
        leases.giveToAnother("sideband:rtc_1");
        poll(1, session("rtc_1"));
        assertThat(sidebands.open()).as("no renewal is due").isOne();

        nanos.addAndGet(LEASE.toNanos() / 3);
        poll(1, session("rtc_1"));
        assertThat(sidebands.open()).isZero();
    }

    @Test
    void keepsTheSidebandOfAnEndedSessionFor30Polls() {
        sidebands.begin(session("rtc_1"));
        poll(25);
        assertThat(provider.listenedTo()).containsExactly("rtc_1");

        poll(10);
        assertThat(provider.listenedTo()).isEmpty();
        assertThat(leases.held()).isEmpty();
    }

    @Test
    void reportsACallThatTheProviderEnded() {
        sidebands.begin(session("rtc_1"));
        provider.listener("rtc_1").ended(CallEnd.ENDED);

        Until.isTrue("the end is reported", () -> "ses_1 rtc_1".equals(endedCall.get()));
        assertThat(sidebands.open()).isZero();
        assertThat(leases.held()).isEmpty();
    }

    @Test
    void reattachesAfterALostSideband() {
        sidebands.begin(session("rtc_1"));
        provider.listener("rtc_1").ended(CallEnd.LOST);
        Until.isTrue("the sideband is detached", () -> sidebands.open() == 0);
        assertThat(leases.held()).isEmpty();

        poll(POLLS_PER_RENEWAL, session("rtc_1"));
        assertThat(provider.observed()).containsExactly("rtc_1", "rtc_1");
        assertThat(provider.listenedTo()).containsExactly("rtc_1");
    }

    /** Else nobody would read the call any more: this replica would keep its lease and attach to it no more. */
    @Test
    void learnsAgainOfAnEndThatCouldNotBeHandled() {
        sidebands.begin(session("rtc_1"));
        provider.listener("rtc_1").on(new CallEvent.Attached());
        rename("session_event", "elsewhere"); // as when the database is out, the lines cannot be read
        provider.listener("rtc_1").ended(CallEnd.ENDED);
        Until.isTrue("the sideband is detached", () -> sidebands.open() == 0);
        assertThat(leases.held()).isEmpty();
        assertThat(endedCall.get()).isNull();

        rename("elsewhere", "session_event");
        poll(POLLS_PER_RENEWAL, session("rtc_1"));
        assertThat(provider.observed()).containsExactly("rtc_1", "rtc_1");
        provider.listener("rtc_1").ended(CallEnd.ENDED);
        Until.isTrue("the end is reported", () -> "ses_1 rtc_1".equals(endedCall.get()));
    }

    private void rename(String table, String name) {
        Engine.SQLITE.jdbi(folder).useHandle(h -> h.execute("ALTER TABLE " + table + " RENAME TO " + name));
    }

    @Test
    void aClosedSidebandDoesNotEndTheCall() {
        sidebands.begin(session("rtc_1"));
        var first = provider.listener("rtc_1");
        sidebands.close(); // while the provider answers 404
        first.ended(CallEnd.CLOSED);

        sidebands = replica.get();
        poll(POLLS_PER_RENEWAL, session("rtc_1"));
        assertThat(provider.observed()).containsExactly("rtc_1", "rtc_1");
        assertThat(provider.listenedTo()).containsExactly("rtc_1");
        assertThat(endedCall.get()).isNull();
    }

    @Test
    void retriesAnInstructionUpdateUntilItIsAcknowledged() {
        provider.refuseUpdates(true);
        sidebands.begin(session("rtc_1"));
        provider.listener("rtc_1").on(new CallEvent.Attached());
        Until.isTrue("an update is sent", () -> provider.updates() == 1);
        poll(10, session("rtc_1"));
        Until.isTrue("the update is sent again", () -> provider.updates() == 2);

        provider.refuseUpdates(false);
        poll(10, session("rtc_1"));
        Until.isTrue("the update is acknowledged", () -> provider.updates() == 3);
        poll(1, session("rtc_1")); // sees the acknowledgement
        poll(30, session("rtc_1"));
        assertThat(provider.updates()).isEqualTo(3);
    }

    @Test
    void attachesNothingAfterClose() {
        sidebands.begin(session("rtc_1"));
        sidebands.close();
        sidebands.begin(session("rtc_2"));
        poll(POLLS_PER_RENEWAL, session("rtc_2"));

        assertThat(provider.observed()).containsExactly("rtc_1");
        assertThat(provider.listenedTo()).isEmpty();
        assertThat(leases.held()).isEmpty();
    }

    private void poll(int times, Session... live) {
        for (int i = 0; i < times; i++) {
            sidebands.renewLeases();
            sidebands.reconcile(List.of(live));
        }
    }

    private Session session(String callId) {
        return session(callId, Phase.SUBJECTIVE);
    }

    /** @param callId rtc_ and the number of the call */
    private Session session(String callId, Phase phase) {
        var now = clock.instant();
        return new Session(
                "ses_1",
                new Session.Subject("knee-after-football", "hana-suzuki", null, null, null, "digest", null),
                SessionState.OPEN,
                phase,
                0,
                new Session.Times(now, now.plusSeconds(1800), null, null, null),
                new Session.CallRef(callId, Integer.parseInt(callId.substring("rtc_".length()))),
                Session.Admission.OPEN);
    }
}
