package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import dev.viva.contract.Contract;
import dev.viva.contract.SchemaValidator;
import dev.viva.contract.WireJson;
import dev.viva.model.Phase;
import dev.viva.model.SessionState;
import dev.viva.patient.CaseLibrary;
import dev.viva.patient.ContentConfiguration;
import dev.viva.patient.FrozenCase;
import dev.viva.patient.FrozenCases;
import dev.viva.problem.Secret;
import dev.viva.realtime.CallEnd;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.ProviderObserver;
import dev.viva.realtime.RealtimeConfiguration;
import dev.viva.realtime.SafetyIdentifier;
import dev.viva.session.RecentActivity;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.testing.Databases;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.transcript.EventHub;
import dev.viva.transcript.TranscriptLog;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who listens to which call, and until when. */
class SidebandsTest {
    /** Leases are looked after at every fifth look. */
    private static final int LOOKS_PER_LEASE = 5;

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final FakeProvider provider = new FakeProvider();
    private final FakeLeases leases = new FakeLeases();
    private Database database;
    private Supplier<Sidebands> replica;
    private Sidebands sidebands;
    private String caseDigest;

    @BeforeEach
    void start() throws Exception {
        database = Databases.open(folder);
        var frozen =
                FrozenCase.of(CaseLibrary.load(ContentConfiguration.builtIn(), new SchemaValidator(Contract.load()))
                        .pair("knee-after-football", "hana-suzuki", null));
        caseDigest = frozen.digest();
        database.commits().commit("case:" + caseDigest, transaction -> {
            transaction.dao(SessionDao.class).freeze(frozen.digest(), frozen.json(), clock.millis());
            return true;
        });
        var metrics = new MetricRegistry();
        var notes = new CallNotes(
                new TranscriptLog(database, WireJson.mapper(), clock),
                new EventHub(6, clock, metrics),
                new RecentActivity(),
                new Budget(database, BudgetConfiguration.DEFAULTS, clock),
                ProviderObserver.NONE,
                metrics);
        var configs = new CallConfigs(
                new FrozenCases(database),
                RealtimeConfiguration.DEFAULTS,
                new SafetyIdentifier(new Secret("a key of these tests")),
                true);
        replica = () -> new Sidebands(provider, notes, configs, leases, clock, CallsConfiguration.DEFAULTS);
        sidebands = replica.get();
    }

    @AfterEach
    void stop() throws Exception {
        sidebands.close();
        database.stop();
    }

    @Test
    void listensOnceToACallHoweverOftenItIsLookedAfter() {
        sidebands.begin(session("rtc_1"));
        look(2 * LOOKS_PER_LEASE, session("rtc_1"));

        assertThat(provider.observed()).containsExactly("rtc_1");
        assertThat(provider.heard()).containsExactly("rtc_1");
    }

    @Test
    void listensToTheCallThatTookAnothersPlaceInItsStead() {
        sidebands.begin(session("rtc_1"));
        sidebands.begin(session("rtc_2"));

        assertThat(provider.heard()).containsExactly("rtc_2");
        assertThat(leases.held()).containsExactly("sideband:rtc_2");
    }

    @Test
    void leavesACallToTheProcessThatListensAndTakesItOverOnceThatOneIsGone() {
        leases.giveToAnother("sideband:rtc_1");
        look(2 * LOOKS_PER_LEASE, session("rtc_1"));
        assertThat(provider.observed()).isEmpty();

        leases.free("sideband:rtc_1");
        look(LOOKS_PER_LEASE, session("rtc_1"));
        assertThat(provider.heard()).containsExactly("rtc_1");
    }

    @Test
    void letsACallGoWhoseLeaseAnotherProcessHasTaken() {
        sidebands.begin(session("rtc_1"));
        leases.giveToAnother("sideband:rtc_1");
        look(LOOKS_PER_LEASE, session("rtc_1"));

        assertThat(provider.heard()).isEmpty();
        assertThat(sidebands.open()).isZero();
    }

    @Test
    void listensToTheLastWordsOfASessionForAWhileAndThenLetsGo() {
        sidebands.begin(session("rtc_1"));
        look(25);
        assertThat(provider.heard()).containsExactly("rtc_1");

        look(10);
        assertThat(provider.heard()).isEmpty();
        assertThat(leases.held()).isEmpty();
    }

    @Test
    void forgetsACallThatTheProviderSaysIsOver() {
        var over = new AtomicReference<String>();
        sidebands.onEnded((session, call) -> over.set(session + " " + call));
        sidebands.begin(session("rtc_1"));
        provider.listener("rtc_1").ended(CallEnd.OVER);

        Until.holds("it is told", () -> "ses_1 rtc_1".equals(over.get()));
        assertThat(sidebands.open()).isZero();
        assertThat(leases.held()).isEmpty();
    }

    @Test
    void listensAgainToACallWhoseLineEndedBeforeTheCallDid() {
        sidebands.begin(session("rtc_1"));
        provider.listener("rtc_1").ended(CallEnd.LOST);
        Until.holds("it is let go", () -> sidebands.open() == 0);
        assertThat(leases.held()).isEmpty();

        look(LOOKS_PER_LEASE, session("rtc_1"));
        assertThat(provider.observed()).containsExactly("rtc_1", "rtc_1");
        assertThat(provider.heard()).containsExactly("rtc_1");
    }

    @Test
    void leavesACallThatIsInDoubtToTheNextReplica() {
        var over = new AtomicReference<String>();
        sidebands.onEnded((session, call) -> over.set(call));
        sidebands.begin(session("rtc_1"));
        var first = provider.listener("rtc_1");
        sidebands.close(); // while the provider says that there is no such call
        first.ended(CallEnd.CLOSED);

        sidebands = replica.get();
        look(LOOKS_PER_LEASE, session("rtc_1"));
        assertThat(provider.observed()).containsExactly("rtc_1", "rtc_1");
        assertThat(provider.heard()).containsExactly("rtc_1");
        assertThat(over.get()).isNull();
    }

    @Test
    void tellsAPatientAgainWhatDidNotGetThroughUntilItDoes() {
        provider.refuseUpdates(true);
        sidebands.begin(session("rtc_1"));
        provider.listener("rtc_1").on(new CallEvent.Attached());
        Until.holds("it is told once", () -> provider.updates() == 1);
        look(10, session("rtc_1"));
        Until.holds("it is told again", () -> provider.updates() == 2);

        provider.refuseUpdates(false);
        look(10, session("rtc_1"));
        Until.holds("it gets through", () -> provider.updates() == 3);
        look(1, session("rtc_1")); // sees that it did
        look(30, session("rtc_1"));
        assertThat(provider.updates()).isEqualTo(3);
    }

    @Test
    void listensToNothingAnyMoreOnceItIsClosed() {
        sidebands.begin(session("rtc_1"));
        sidebands.close();
        sidebands.begin(session("rtc_2"));
        look(LOOKS_PER_LEASE, session("rtc_2"));

        assertThat(provider.observed()).containsExactly("rtc_1");
        assertThat(provider.heard()).isEmpty();
        assertThat(leases.held()).isEmpty();
    }

    private void look(int times, Session... up) {
        for (int i = 0; i < times; i++) {
            sidebands.reconcile(List.of(up));
        }
    }

    private Session session(@Nullable String callId) {
        var now = clock.instant();
        return new Session(
                "ses_1",
                new Session.Subject("knee-after-football", "hana-suzuki", null, null, null, caseDigest),
                SessionState.OPEN,
                Phase.SUBJECTIVE,
                0,
                new Session.Times(now, now.plusSeconds(1800), null, null, null),
                new Session.CallRef(callId, 1));
    }
}
