package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import dev.viva.testing.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How many streams follow a session, on this replica and on others. */
class EventHubTest {
    private final TestClock clock = new TestClock();
    private final EventHub hub = new EventHub(6, clock, clock::nanoTime, new MetricRegistry());

    @Test
    void countsTheStreamsOfEachReplica() {
        hub.followedElsewhere("one", "ses_one", 2);
        hub.followedElsewhere("two", "ses_one", 3);
        hub.followedElsewhere("one", "ses_two", 1);

        assertThat(hub.followers("ses_one")).isEqualTo(5);

        hub.followedElsewhere("one", "ses_one", 0);
        assertThat(hub.followers("ses_one")).isEqualTo(3);
    }

    @Test
    void forgetsAReplicaThatReportsNothingMoreWhileAnotherDoes() {
        hub.followedElsewhere("killed", "ses_one", 2);
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofSeconds(10));
            hub.followedElsewhere("live", "ses_one", 1);
        }

        assertThat(hub.followers("ses_one")).isEqualTo(1);
    }

    @Test
    void forgetsAReplicaAlsoWithoutFurtherReports() {
        hub.followedElsewhere("killed", "ses_one", 2);
        clock.advance(Duration.ofSeconds(20));
        hub.followedElsewhere("live", "ses_one", 1);
        assertThat(hub.followers("ses_one")).isEqualTo(3);

        clock.advance(Duration.ofSeconds(10));
        assertThat(hub.followers("ses_one")).isEqualTo(1);
    }
}
