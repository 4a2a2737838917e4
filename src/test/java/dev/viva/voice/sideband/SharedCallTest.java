package dev.viva.voice.sideband;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import dev.viva.contract.WireJson;
import dev.viva.limits.HeldText;
import dev.viva.model.Phase;
import dev.viva.model.SessionState;
import dev.viva.problem.Secret;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallRules;
import dev.viva.realtime.ProviderObserver;
import dev.viva.realtime.RealtimeConfiguration;
import dev.viva.redis.Redis;
import dev.viva.redis.RedisLeases;
import dev.viva.session.RecentActivity;
import dev.viva.session.Session;
import dev.viva.storage.Database;
import dev.viva.testing.Databases;
import dev.viva.testing.RedisClients;
import dev.viva.testing.RedisProcess;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.transcript.EventHub;
import dev.viva.transcript.TranscriptLog;
import dev.viva.transcript.Transcripts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One call, two replicas and their Redis: only one replica sends to the call. */
class SharedCallTest {
    private static final Duration LEASE = Duration.ofSeconds(15);
    /** Leases are renewed at every fifth poll. */
    private static final int POLLS_PER_RENEWAL = 5;

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final MetricRegistry metrics = new MetricRegistry();
    private RedisProcess process;
    private Database database;
    private Replica here;
    private Replica there;

    /** A replica with its own connection to Redis. */
    private static final class Replica {
        private final FakeProvider provider = new FakeProvider();
        private final Redis redis;
        private final Sidebands sidebands;

        private Replica(RedisProcess process, CallNotes notes, TestClock clock) {
            redis = RedisClients.patient(process, new MetricRegistry());
            sidebands = new Sidebands(
                    provider,
                    new CallHandling(notes, new FakeFunctions()),
                    session ->
                            new CallRules(new Secret("Play the patient."), RealtimeConfiguration.DEFAULTS.speech(null)),
                    new CallLeases(new RedisLeases(redis), true, LEASE, Duration.ofMinutes(1), () -> 0),
                    (session, call) -> {},
                    clock);
        }

        private void renew(Session session) {
            IntStream.range(0, POLLS_PER_RENEWAL).forEach(poll -> {
                sidebands.renewLeases();
                sidebands.reconcile(List.of(session));
            });
        }

        private void stop() throws Exception {
            sidebands.close();
            redis.stop();
        }
    }

    @BeforeEach
    void start() throws Exception {
        process = RedisProcess.start(folder);
        database = Databases.open(folder);
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
        here = new Replica(process, notes, clock);
        there = new Replica(process, notes, clock);
        here.sidebands.begin(session());
    }

    @AfterEach
    void stop() throws Exception {
        here.stop();
        there.stop();
        database.stop();
        process.close();
    }

    @Test
    void onlyTheHolderListensAfterRedisComesBackEmpty() {
        process.stop();
        process.startAgain();
        Until.isTrue("both are connected again", () -> here.redis.up() && there.redis.up());

        there.renew(session());
        assertThat(there.provider.observed()).as("before the holder has asked").isEmpty();
        here.renew(session());
        there.renew(session());
        assertThat(here.provider.listenedTo()).containsExactly("rtc_1");
        assertThat(there.provider.observed()).isEmpty();
    }

    @Test
    void fallsSilentAtOnceWhenAnotherReplicaHasTheLease() {
        takeTheLease();
        here.provider.listener("rtc_1").on(otherInstructions());

        Until.isTrue("it is detached", () -> here.sidebands.open() == 0);
        assertThat(here.provider.updates()).isZero();
        assertThat(metrics.counter("viva.sideband.instructions_changed").getCount())
                .as("they are not from outside")
                .isZero();
    }

    @Test
    void sendsNoInstructionsWhenAnotherReplicaHasTheLease() {
        takeTheLease();
        here.sidebands.instruct(session());

        Until.isTrue("it is detached", () -> here.sidebands.open() == 0);
        assertThat(here.provider.updates()).isZero();
    }

    @Test
    void theHolderRestoresItsInstructions() {
        here.provider.listener("rtc_1").on(otherInstructions());

        Until.isTrue("they are restored", () -> here.provider.updates() == 1);
        assertThat(here.sidebands.open()).isOne();
    }

    private void takeTheLease() {
        try (var client = process.client()) {
            client.set("viva:lease:sideband:rtc_1", "another replica");
        }
    }

    private static CallEvent.SessionChanged otherInstructions() {
        return new CallEvent.SessionChanged(
                CallEvent.SessionChanged.digest("Be the doctor."), CallEvent.Transcription.UNCHANGED, null);
    }

    private Session session() {
        var now = clock.instant();
        return new Session(
                "ses_1",
                new Session.Subject("knee-after-football", "hana-suzuki", null, null, null, "digest", null),
                SessionState.OPEN,
                Phase.SUBJECTIVE,
                0,
                new Session.Times(now, now.plusSeconds(1800), null, null, null),
                new Session.CallRef("rtc_1", 1),
                Session.Admission.OPEN);
    }
}
