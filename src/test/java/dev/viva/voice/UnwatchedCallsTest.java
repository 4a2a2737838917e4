package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import dev.viva.contract.WireJson;
import dev.viva.session.RecentActivity;
import dev.viva.session.SessionRow;
import dev.viva.storage.Database;
import dev.viva.testing.Databases;
import dev.viva.testing.TestClock;
import dev.viva.transcript.EventHub;
import dev.viva.transcript.TranscriptLog;
import dev.viva.voice.sideband.FakeProvider;
import io.dropwizard.util.Duration;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that are never hung up for want of activity. */
class UnwatchedCallsTest {
    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private Database database;

    @BeforeEach
    void start() throws Exception {
        database = Databases.open(folder);
    }

    @AfterEach
    void stop() throws Exception {
        database.stop();
    }

    /** The session gets another call after the live ones were read. The replica that made it may be slow. */
    @Test
    void areNewerThanTheOneThatWasSeen() {
        var session = Databases.session(database, clock);
        var hangUps = new HangUps(new FakeProvider(), database, clock);
        var transcript = new TranscriptLog(database, Databases.NAMES, WireJson.mapper(), clock);
        var calls = new Calls(database, transcript, hangUps, clock);
        database.commits()
                .run(
                        session.id(),
                        transaction -> SessionRow.setCall(transaction, session.id(), "rtc_2", 2, clock.millis()));
        var bound = clock.instant().plusSeconds(1);

        calls.abandon(new AbandonedCalls.Abandoned(session.id(), 1), bound);
        assertThat(calls.live()).hasSize(1);
        hangUps.close();
    }

    @Test
    void forgetsActivityThatNobodyNeeds() {
        var activity = new RecentActivity();
        var hub = new EventHub(6, clock, clock::nanoTime, new MetricRegistry());
        var never = new CallsConfiguration(null, null, Duration.seconds(0), null, null);
        var calls = new AbandonedCalls(database, activity, hub, never, clock, clock);
        activity.seen("ses_1");

        var bound = calls.note(List.of());

        assertThat(activity.take()).isEmpty();
        assertThat(calls.abandoned(bound)).isEmpty();
    }
}
