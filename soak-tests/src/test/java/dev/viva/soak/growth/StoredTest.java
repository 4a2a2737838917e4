package dev.viva.soak.growth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What replicas store together; each test plants one fault. */
class StoredTest {
    private static final String RELAYS =
            "viva_http_request_duration_seconds_count{method=\"POST\",route=\"/api/v1/sessions/{session_id}/transcript\",";

    private static Reading reading(int start, int lines, int sessions, long bytes, int expiring, int lasting) {
        return Reading.of(BoundsTest.METRICS
                        .replace("process_start_time_seconds 5.0", "process_start_time_seconds " + start)
                        .replace("viva_sessions_created_total 0.0", "viva_sessions_created_total " + sessions)
                        .replace("viva_database_size_bytes 9.0E6", "viva_database_size_bytes " + bytes)
                + RELAYS + "status=\"201\"} " + lines + "\n"
                + RELAYS + "status=\"200\"} 1000000\n"
                + "viva_redis_keys{expire=\"yes\"} " + expiring + "\n"
                + "viva_redis_keys{expire=\"no\"} " + lasting + "\n");
    }

    private static final Reading BEFORE = reading(5, 100, 10, 9_000_000, 20, 0);

    private static List<String> problems(Reading... after) {
        return problems(List.of(), after);
    }

    /** @param ended the processes of each replica that were stopped */
    private static List<String> problems(List<Reading> ended, Reading... after) {
        int replicas = after.length;
        return Stored.between(
                Collections.nCopies(replicas, BEFORE),
                List.of(after),
                Collections.nCopies(replicas, ended),
                new ArrayList<>());
    }

    @Test
    void acceptsWhatManyLinesAndSessionsNeed() {
        assertThat(problems(reading(5, 20_100, 510, 40_000_000, 4_000, 0))).isEmpty();
    }

    @Test
    void countsTheLinesOfAllReplicas() {
        Reading half = reading(5, 10_100, 260, 60_000_000, 4_000, 0);

        assertThat(problems(half)).hasSize(2);
        assertThat(problems(half, half)).isEmpty();
    }

    @Test
    void countsAReplicaThatWasStartedAgainFromZero() {
        assertThat(problems(reading(6, 20_000, 500, 60_000_000, 20, 0))).isEmpty();
    }

    @Test
    void countsWhatAReplicaDidBeforeItWasStartedAgain() {
        Reading stopped = reading(5, 20_100, 510, 9_000_000, 20, 0);
        Reading now = reading(6, 0, 0, 60_000_000, 4_000, 0);

        assertThat(problems(now)).hasSize(2);
        assertThat(problems(List.of(stopped), now)).isEmpty();
        assertThat(problems(List.of(BEFORE), now)).as("it did nothing").hasSize(2);
    }

    @Test
    void findsTooManyBytesPerLine() {
        assertThat(problems(reading(5, 1_100, 10, 99_000_000, 20, 0)))
                .singleElement()
                .asString()
                .startsWith("the database grew");
    }

    @Test
    void findsTooManyKeysPerSession() {
        assertThat(problems(reading(5, 100, 20, 9_000_000, 900, 0)))
                .singleElement()
                .asString()
                .startsWith("Redis has 880 keys more");
    }

    @Test
    void findsAKeyThatNeverExpires() {
        assertThat(problems(reading(5, 100, 10, 9_000_000, 20, 1)))
                .singleElement()
                .asString()
                .contains("never expire");
    }
}
