package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import dev.viva.session.DueSessions;
import dev.viva.session.RecentActivity;
import dev.viva.session.Session;
import dev.viva.session.SessionRow;
import dev.viva.storage.Database;
import dev.viva.testing.Databases;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import dev.viva.transcript.EventHub;
import io.dropwizard.util.Duration;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replica whose clock is wrong hangs up only calls that nobody uses, and lets the others do so too. */
class WrongClockTest {
    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private Database database;

    @BeforeEach
    void start() throws Exception {
        database = Databases.open(Engine.POSTGRESQL, folder);
    }

    @AfterEach
    void stop() throws Exception {
        database.stop();
    }

    @ParameterizedTest
    @ValueSource(ints = {-10, 10})
    void hangsUpTheSameCallsAsTheOthers(int minutesAhead) {
        var off = java.time.Duration.ofMinutes(minutesAhead);
        var activity = new RecentActivity();
        var right = replica(activity, java.time.Duration.ZERO);
        var wrong = replica(activity, off);
        var used = call(off); // by the replica whose clock is wrong
        var unused = call(off);

        for (int halfMinutes = 0; halfMinutes < 20; halfMinutes++) {
            activity.seen(used.id());
            for (var replica : halfMinutes % 2 == 0 ? List.of(right, wrong) : List.of(wrong, right)) {
                var bound = replica.note(calls());
                assertThat(replica.abandoned(bound)).doesNotContain(seen(used));
                if (halfMinutes < 4) {
                    assertThat(replica.abandoned(bound)).isEmpty();
                } else if (halfMinutes > 5) {
                    assertThat(replica.abandoned(bound)).containsExactly(seen(unused));
                }
            }
            clock.advance(java.time.Duration.ofSeconds(30));
        }
    }

    private static AbandonedCalls.Abandoned seen(Session session) {
        return new AbandonedCalls.Abandoned(session.id(), 1);
    }

    private AbandonedCalls replica(RecentActivity activity, java.time.Duration ahead) {
        var hub = new EventHub(6, clock, clock::nanoTime, new MetricRegistry());
        var twoMinutes = new CallsConfiguration(null, null, Duration.minutes(2), null, null);
        return new AbandonedCalls(
                database,
                activity,
                hub,
                twoMinutes,
                Clock.offset(clock, ahead),
                Clock.offset(Clock.systemUTC(), ahead));
    }

    private Session call(java.time.Duration ahead) {
        var session = Databases.session(database, clock);
        long at = clock.instant().plus(ahead).toEpochMilli();
        return database.commits()
                .commit(
                        session.id(),
                        transaction -> SessionRow.setCall(transaction, session.id(), "rtc_" + session.id(), 1, at));
    }

    private List<Session> calls() {
        return DueSessions.withCall(database.reads());
    }
}
