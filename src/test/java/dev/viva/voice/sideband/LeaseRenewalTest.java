package dev.viva.voice.sideband;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import dev.viva.contract.WireJson;
import dev.viva.limits.HeldText;
import dev.viva.problem.Secret;
import dev.viva.realtime.CallRules;
import dev.viva.realtime.ProviderObserver;
import dev.viva.realtime.RealtimeConfiguration;
import dev.viva.realtime.Sideband;
import dev.viva.redis.Leases;
import dev.viva.session.RecentActivity;
import dev.viva.session.Session;
import dev.viva.session.SessionRow;
import dev.viva.storage.Database;
import dev.viva.testing.Databases;
import dev.viva.testing.TestClock;
import dev.viva.transcript.EventHub;
import dev.viva.transcript.TranscriptLog;
import dev.viva.transcript.Transcripts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica keeps its calls for as long as it renews their leases, whatever else it can do. */
class LeaseRenewalTest {
    private static final Duration LEASE = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final Map<String, Lease> leases = new ConcurrentHashMap<>();
    private final FakeProvider provider = new FakeProvider();
    private Database database;
    private Session session;
    private Sidebands here;
    private Sidebands there;

    private record Lease(String holder, Instant until) {}

    /** The leases of one replica, in a store that both share. */
    private final class Shared implements Leases {
        private final String self;

        private Shared(String self) {
            this.self = self;
        }

        @Override
        public boolean hold(String name, Duration time) {
            Instant now = clock.instant();
            return leases.compute(
                            name,
                            (key, lease) -> lease == null || lease.holder().equals(self) || !now.isBefore(lease.until())
                                    ? new Lease(self, now.plus(time))
                                    : lease)
                    .holder()
                    .equals(self);
        }

        @Override
        public boolean claim(String name, Duration time) {
            return hold(name, time);
        }

        @Override
        public void release(String name) {
            leases.computeIfPresent(name, (key, lease) -> lease.holder().equals(self) ? null : lease);
        }
    }

    /** For a test that only asks whether it may send. */
    private static final class Unused implements Sideband {
        @Override
        public void update(CallRules rules) {
            throw new AssertionError("sent");
        }

        @Override
        public String answer(Map<String, String> outputs) {
            throw new AssertionError("sent");
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void start() throws Exception {
        database = Databases.open(folder);
        here = replica("here");
        there = replica("there");
        var opened = Databases.session(database, clock);
        session = database.commits()
                .commit(
                        opened.id(),
                        transaction -> SessionRow.setCall(transaction, opened.id(), "rtc_1", 1, clock.millis()));
        here.begin(session);
    }

    private Sidebands replica(String name) {
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
        return new Sidebands(
                provider,
                new CallHandling(notes, new FakeFunctions()),
                session -> new CallRules(new Secret("Play the patient."), RealtimeConfiguration.DEFAULTS.speech(null)),
                new CallLeases(new Shared(name), true, LEASE, Duration.ofMinutes(1), clock::nanoTime),
                (session, call) -> {},
                clock);
    }

    @AfterEach
    void stop() throws Exception {
        here.close();
        there.close();
        database.stop();
    }

    /** While the database is out, no replica can read the list of live calls. */
    @Test
    void needsNoListOfLiveCalls() {
        for (int second = 0; second < 50; second++) {
            clock.advance(Duration.ofSeconds(1));
            here.renewLeases();
        }
        there.passSucceeds();
        there.renewLeases();
        there.reconcile(List.of(session));
        here.renewLeases();
        here.reconcile(List.of(session));

        assertThat(provider.observed()).as("no other replica took it over").containsExactly("rtc_1");
        assertThat(here.open()).isOne();
    }

    /** Then it tells nobody that somebody speaks in its calls, and they would be hung up as abandoned. */
    @Test
    void endsAMinuteAfterTheLastReadOfTheLiveCalls() {
        for (int second = 0; second < 80; second++) {
            clock.advance(Duration.ofSeconds(1));
            here.renewLeases();
            there.passSucceeds();
            there.renewLeases();
            there.reconcile(List.of(session));
            assertThat(there.open()).as("after %s s", second).isEqualTo(second < 70 ? 0 : there.open());
        }

        assertThat(there.open()).isOne();
    }

    /** A request to send would renew the lease too. The call is kept until another replica has it. */
    @Test
    void isNotRenewedMeanwhileByWhatIsSent() {
        var own = new CallLeases(new Shared("here"), true, LEASE, Duration.ofMinutes(1), clock::nanoTime);
        var lost = new AtomicInteger();
        var sideband = new LeasedSideband(new Unused(), own, "rtc_1", lost::incrementAndGet);
        assertThat(sideband.maySend()).isTrue();
        clock.advance(Duration.ofMinutes(1));

        assertThat(sideband.maySend()).isFalse();
        assertThat(Objects.requireNonNull(leases.get("sideband:rtc_1")).until()).isBefore(clock.instant());
        assertThat(lost).hasValue(0);

        own.passSucceeds();
        assertThat(sideband.maySend()).isTrue();
    }

    @Test
    void endsWithItsReplica() {
        clock.advance(LEASE);
        there.renewLeases();
        there.reconcile(List.of(session));

        assertThat(there.open()).isOne();
        here.renewLeases();
        assertThat(here.open()).as("it gives the call up").isZero();
    }
}
