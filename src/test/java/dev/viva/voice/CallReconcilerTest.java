package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import dev.viva.contract.WireJson;
import dev.viva.examination.VoiceFunctions;
import dev.viva.limits.HeldText;
import dev.viva.problem.Secret;
import dev.viva.realtime.CallEvent.FunctionCall;
import dev.viva.realtime.CallRules;
import dev.viva.realtime.ProviderObserver;
import dev.viva.realtime.RealtimeConfiguration;
import dev.viva.redis.Leases;
import dev.viva.session.RecentActivity;
import dev.viva.session.SessionRow;
import dev.viva.testing.Databases;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import dev.viva.transcript.EventHub;
import dev.viva.transcript.TranscriptLog;
import dev.viva.transcript.Transcripts;
import dev.viva.voice.sideband.CallHandling;
import dev.viva.voice.sideband.CallLeases;
import dev.viva.voice.sideband.CallNotes;
import dev.viva.voice.sideband.FakeProvider;
import dev.viva.voice.sideband.Sidebands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica that alone has lost the database lets others take its calls. */
class CallReconcilerTest {
    private static final Duration LEASE = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final AtomicInteger renewals = new AtomicInteger();

    private final class Counted implements Leases {
        @Override
        public boolean hold(String name, Duration time) {
            renewals.incrementAndGet();
            return true;
        }

        @Override
        public boolean claim(String name, Duration time) {
            return true;
        }

        @Override
        public void release(String name) {}
    }

    private static final class NoFunctions implements VoiceFunctions {
        @Override
        public List<CallRules.Tool> tools() {
            return List.of();
        }

        @Override
        public String answer(String sessionId, FunctionCall call) {
            return "";
        }

        @Override
        public String answer(String sessionId, String lineId, FunctionCall call) {
            return "";
        }
    }

    @Test
    void renewsNoLeaseAMinuteAfterThePassThatLastSucceeded() throws Exception {
        var database = Databases.open(folder);
        var metrics = new MetricRegistry();
        var activity = new RecentActivity();
        var hub = new EventHub(6, clock, clock::nanoTime, metrics);
        var log = new TranscriptLog(database, Databases.NAMES, WireJson.mapper(), clock);
        var provider = new FakeProvider();
        var opened = Databases.session(database, clock);
        try (var hangUps = new HangUps(provider, database, clock);
                var sidebands = new Sidebands(
                        provider,
                        new CallHandling(notes(log, hub, activity, metrics), new NoFunctions()),
                        session -> new CallRules(
                                new Secret("Play the patient."), RealtimeConfiguration.DEFAULTS.speech(null)),
                        new CallLeases(new Counted(), true, LEASE, Duration.ofMinutes(1), clock::nanoTime),
                        (session, call) -> {},
                        clock);
                var reconciler = new CallReconciler(
                        new Calls(database, log, hangUps, clock),
                        sidebands,
                        new AbandonedCalls(database, activity, hub, CallsConfiguration.DEFAULTS, clock, clock),
                        hangUps,
                        metrics)) {
            sidebands.begin(database.commits()
                    .commit(
                            opened.id(),
                            transaction -> SessionRow.setCall(transaction, opened.id(), "rtc_1", 1, clock.millis())));
            clock.advance(Duration.ofSeconds(50));
            reconciler.reconcile();
            Engine.SQLITE.jdbi(folder).useHandle(h -> h.execute("ALTER TABLE session RENAME TO lost"));

            clock.advance(Duration.ofSeconds(50));
            assertThat(renewedAfterAFailedPass(reconciler, sidebands)).isTrue();
            clock.advance(Duration.ofSeconds(10));
            assertThat(renewedAfterAFailedPass(reconciler, sidebands)).isFalse();
        }
        database.stop();
    }

    private CallNotes notes(TranscriptLog log, EventHub hub, RecentActivity activity, MetricRegistry metrics) {
        return new CallNotes(
                new Transcripts(log, hub, new HeldText(metrics)),
                activity,
                (session, call, tokens) -> {},
                ProviderObserver.NONE,
                metrics,
                clock);
    }

    private boolean renewedAfterAFailedPass(CallReconciler reconciler, Sidebands sidebands) {
        assertThatThrownBy(reconciler::reconcile).isInstanceOf(RuntimeException.class);
        int before = renewals.get();
        sidebands.renewLeases();
        return renewals.get() > before;
    }
}
